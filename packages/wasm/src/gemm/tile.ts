import {
  type FunctionBuilder,
  type FunctionRef,
  increase,
  increaseBy,
  type Local,
  type ModuleBuilder,
  whileFits,
} from '../assembler/index.ts';

/** Columns of C that one pass over k computes: two vectors. */
export const tileColumns = 8;

/**
 * Rows of C that one pass over k computes, the best first: 6 rows are 12 vectors of sums, enough to hide the latency of
 * a multiply-add, and with two of B and one of A they fit the registers of x64.
 */
export const tileHeights = [6, 4, 2, 1] as const;

/** How A lies in memory: row by row, or column by column of a strip of the tile's height. */
export type Order = 'rows' | 'strips';

/** Sums of a tile: per row the columns 0 to 3 and 4 to 7. */
type Sums = readonly (readonly [Local, Local])[];

/**
 * Adds `tile(a, aStride, b, bStep, c, cRow, columns, k, accumulate)`: `C[r, j] (+)= sum_p A[r, p] B[p, j]` for a tile of
 * `height` rows and up to 8 columns.
 *
 * A starts at `a`; `aStride` is from one row to the next, and not used in strips; `bStep` from one row of B to the next.
 * All are bytes. Always reads 8 columns of B and C, and writes `columns`.
 */
export function addTile(
  m: ModuleBuilder,
  name: string,
  height: number,
  order: Order,
  storeFirst: FunctionRef,
): FunctionRef {
  return m.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, a, aStride, b, bStep, c, cRow, columns, k, accumulate) => {
      const sums: Sums = Array.from({ length: height }, () => [f.local('v128'), f.local('v128')]);
      const factors = order === 'rows' ? rowsOfA(f, a, aStride, height) : stripOfA(a, height);
      const columnsOfB: [Local, Local] = [f.local('v128'), f.local('v128')];
      const scale = f.local('v128');
      const p = f.local('i32');
      for (const unroll of [4, 1]) {
        whileFits(f, p, k, unroll, () => {
          for (let u = 0; u < unroll; u++) {
            loadColumns(f, b, columnsOfB);
            increaseBy(f, b, bStep);
            sums.forEach((row, r) => {
              factors.load(f, r, u);
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
          factors.advance(f, unroll);
        });
      }
      storeTile(f, storeFirst, sums, { c, cRow, columns, accumulate });
    },
  );
}

/** How a tile reads A. */
interface FactorsOfA {
  /** Puts A[row, p + ahead] on the stack, in all lanes. */
  load(f: FunctionBuilder, row: number, ahead: number): void;
  /** p += columns. */
  advance(f: FunctionBuilder, columns: number): void;
}

/** A pointer for each row. */
function rowsOfA(f: FunctionBuilder, a: Local, aStride: Local, height: number): FactorsOfA {
  const rows = [a];
  while (rows.length < height) {
    const next = f.local('i32');
    f.get(rows.at(-1)!);
    f.get(aStride);
    f.op('i32.add');
    f.set(next);
    rows.push(next);
  }
  return {
    load(f, row, ahead) {
      f.get(rows[row]!);
      f.memory('v128.load32_splat', 4 * ahead);
    },
    advance(f, columns) {
      for (const row of rows) increase(f, row, 4 * columns);
    },
  };
}

/** One pointer to columns that lie one behind the other. */
function stripOfA(a: Local, height: number): FactorsOfA {
  return {
    load(f, row, ahead) {
      f.get(a);
      f.memory('v128.load32_splat', 4 * (row + height * ahead));
    },
    advance: (f, columns) => increase(f, a, 4 * height * columns),
  };
}

function loadColumns(f: FunctionBuilder, from: Local, to: readonly [Local, Local]): void {
  to.forEach((vector, half) => {
    f.get(from);
    f.memory('v128.load', 16 * half);
    f.set(vector);
  });
}

interface Target {
  readonly c: Local;
  readonly cRow: Local;
  readonly columns: Local;
  readonly accumulate: Local;
}

function storeTile(f: FunctionBuilder, storeFirst: FunctionRef, sums: Sums, target: Target): void {
  const { c, cRow, columns, accumulate } = target;
  sums.forEach((row, r) => {
    if (r > 0) increaseBy(f, c, cRow);
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
        f.call(storeFirst);
      },
    );
  });
}
