import {
  addStoreFirst,
  type FunctionBuilder,
  type FunctionRef,
  increase,
  increaseBy,
  type Local,
  type ModuleBuilder,
  whileFits,
} from '../assembler/index.ts';

/** Rows and columns of C that one pass over k computes: 8 vectors of sums, which fit the 16 registers of x64. */
export const tileRows = 4;
export const tileColumns = 8;

/** Sums of a tile: per row the columns 0 to 3 and 4 to 7. */
type Sums = readonly (readonly [Local, Local])[];

/**
 * Adds `tile*(a0, a1, a2, a3, aStep, b, bStep, c, cRow, rows, columns, k, accumulate)`:
 * `C[r, j] (+)= sum_p A[r, p] B[p, j]` for a tile of up to 4 rows and 8 columns.
 *
 * `a_r` is where row r of A starts (any valid row where there are fewer than 4), one element after the other is
 * `aStep` bytes away; one row of B after the other `bStep` bytes. Always reads 8 columns of B and C, and writes
 * `columns`.
 *
 * @param contiguous - Whether rows of A are contiguous: then `aStep` is not used and the loop is unrolled.
 */
export function addTile(m: ModuleBuilder, name: string, contiguous: boolean): FunctionRef {
  const storeRow = addStoreFirst(m, `${name}Store`);
  return m.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, a0, a1, a2, a3, aStep, b, bStep, c, cRow, rows, columns, k, accumulate) => {
      const a = [a0, a1, a2, a3];
      const sums: Sums = a.map(() => [f.local('v128'), f.local('v128')]);
      const p = f.local('i32');
      const columnsOfB: [Local, Local] = [f.local('v128'), f.local('v128')];
      const scale = f.local('v128');
      const advance = (by: number): void => {
        for (const each of a) {
          if (contiguous) increase(f, each, by);
          else increaseBy(f, each, aStep);
        }
      };
      const unroll = contiguous ? 4 : 1;
      whileFits(f, p, k, unroll, () => {
        for (let u = 0; u < unroll; u++) addProducts(f, a, 4 * u, b, bStep, sums, columnsOfB, scale);
        advance(4 * unroll);
      });
      if (unroll > 1) {
        whileFits(f, p, k, 1, () => {
          addProducts(f, a, 0, b, bStep, sums, columnsOfB, scale);
          advance(4);
        });
      }
      storeTile(f, storeRow, sums, { c, cRow, rows, columns, accumulate });
    },
  );
}

/** `sums[r] += A[r, p] B[p, :]` for the four rows, then b moves on to row p + 1. */
function addProducts(
  f: FunctionBuilder,
  a: readonly Local[],
  offset: number,
  b: Local,
  bStep: Local,
  sums: Sums,
  columnsOfB: readonly [Local, Local],
  scale: Local,
): void {
  columnsOfB.forEach((column, half) => {
    f.get(b);
    f.memory('v128.load', 16 * half);
    f.set(column);
  });
  increaseBy(f, b, bStep);
  sums.forEach((row, r) => {
    f.get(a[r]!);
    f.memory('v128.load32_splat', offset);
    f.set(scale);
    row.forEach((sum, half) => {
      f.get(scale);
      f.get(columnsOfB[half]!);
      f.get(sum);
      f.madd();
      f.set(sum);
    });
  });
}

interface Target {
  readonly c: Local;
  readonly cRow: Local;
  readonly rows: Local;
  readonly columns: Local;
  readonly accumulate: Local;
}

function storeTile(f: FunctionBuilder, storeRow: FunctionRef, sums: Sums, target: Target): void {
  const { c, cRow, rows, columns, accumulate } = target;
  sums.forEach((row, r) => {
    f.get(rows);
    f.i32(r);
    f.op('i32.gt_u');
    f.if(() => {
      f.get(accumulate);
      f.if(() =>
        row.forEach((sum, half) => {
          f.get(sum);
          f.get(c);
          f.memory('v128.load', 16 * half);
          f.op('f32x4.add');
          f.set(sum);
        }),
      );
      f.get(columns);
      f.i32(tileColumns);
      f.op('i32.eq');
      f.if(
        () =>
          row.forEach((sum, half) => {
            f.get(c);
            f.get(sum);
            f.memory('v128.store', 16 * half);
          }),
        () => {
          for (const each of [...row, c, columns]) f.get(each);
          f.call(storeRow);
        },
      );
      increaseBy(f, c, cRow);
    });
  });
}
