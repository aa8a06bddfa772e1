import { moduleBuilder, type ModuleOptions } from '../assembler/index.ts';
import type { Call, Crew } from '../threads/crew.ts';
import { addMultiply } from './multiply.ts';
import { addPack, packedBytes } from './pack.ts';
import { addPackStrips } from './pack-strips.ts';
import { tileColumns } from './tile.ts';

/** A float32 matrix in memory: where it starts in bytes, and the values from one row to the next as it is stored. */
interface MatrixAt {
  readonly at: number;
  readonly rowStride: number;
}

/** A factor, stored transposed or not. */
export interface Factor extends MatrixAt {
  readonly transposed: boolean;
}

/** A right factor as panels of 8 columns: bytes from one panel to the next, and from one row of a panel to the next. */
export interface Panels {
  readonly at: number;
  readonly panelStride: number;
  readonly panelRow: number;
}

/** Sizes of C [m, n] = A [m, k] B [k, n]. */
export interface GemmSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/**
 * Matrix products of float32 over a memory, as calls. Up to 32 bytes behind the last row of a factor and of C are read,
 * so a memory needs that much slack at its end; nothing outside C and the scratch is written.
 */
export interface Gemm {
  /** Copies B [k, n] as panels to `to`, which needs {@link packedBytes}(k, n) bytes. */
  pack(b: Factor, to: number, k: number, n: number): Call[];
  /**
   * `C = A B`, or `C = C + A B` if `accumulate`. A sum over no terms is 0.
   *
   * @param scratch - Of {@link scratchBytes}, for what is packed on the way.
   */
  multiply(
    a: Factor,
    b: Panels | Factor,
    c: MatrixAt,
    sizes: GemmSizes,
    accumulate: boolean,
    scratch: number,
  ): Call[];
}

// A block of A and one of B stay in the second cache, a panel of B and the rows of A beside it in the first.
const blockOfK = 768;
const blockOfM = 768;
const blockOfN = 512;

/** Up to so many rows of A, packing B takes longer than it saves. */
const rowsWithoutPacking = 8;

/** Compiles the functions of {@link Gemm}. */
export function createGemm(crew: Crew, options: ModuleOptions): Gemm {
  const module = moduleBuilder(options);
  addPack(module);
  addPackStrips(module);
  addMultiply(module, 'multiplyRows', 'rows');
  addMultiply(module, 'multiplyStrips', 'strips');
  const functions = crew.load<'pack' | 'packStrips' | 'multiplyRows' | 'multiplyStrips'>(module.encode());

  const pack: Gemm['pack'] = (b, to, k, n) => {
    const [step, column] = b.transposed ? [4, 4 * b.rowStride] : [4 * b.rowStride, 4];
    return [[functions.pack, b.at, step, column, to, k, n]];
  };
  return {
    pack,
    multiply(a, b, c, { m, n, k }, accumulate, scratch) {
      const calls: Call[] = [];
      const packsB = 'transposed' in b && (b.transposed || m > rowsWithoutPacking);
      const panels = 'transposed' in b ? panelsInPlace(b) : b;
      const blockOfB = scratch + stripBytes(a.transposed ? m : 0, k);
      for (const [p, length] of blocks(k, blockOfK)) {
        const add = accumulate || p > 0 ? 1 : 0;
        for (const [i, rows] of blocks(m, a.transposed ? blockOfM : m)) {
          const part = blockOfFactor(a, i, p);
          if (a.transposed)
            calls.push([functions.packStrips, part.at, 4 * part.rowStride, scratch, rows, length]);
          for (const [j, columns] of blocks(n, packsB ? blockOfN : n)) {
            if (packsB) calls.push(...pack(blockOfFactor(b, p, j), blockOfB, length, columns));
            const from = packsB ? packedPanels(blockOfB, length) : panelsFrom(panels, p);
            const to = c.at + 4 * (i * c.rowStride + j);
            const left = a.transposed
              ? [functions.multiplyStrips, scratch, 0]
              : [functions.multiplyRows, part.at, 4 * part.rowStride];
            const right = [from.at, from.panelStride, from.panelRow];
            calls.push([...left, ...right, to, 4 * c.rowStride, rows, columns, length, add]);
          }
        }
      }
      return calls;
    },
  };
}

/** Bytes that {@link Gemm.multiply} packs at a time. */
export function scratchBytes({ m, n, k }: GemmSizes, transposeA: boolean): number {
  return stripBytes(transposeA ? m : 0, k) + packedBytes(Math.min(k, blockOfK), Math.min(n, blockOfN));
}

function stripBytes(m: number, k: number): number {
  return 16 * Math.ceil((Math.min(m, blockOfM) * Math.min(k, blockOfK)) / 4) + 16;
}

/** Starts and lengths of blocks of about the same size; one empty block of nothing, because C becomes zeros then. */
function blocks(size: number, most: number): [start: number, length: number][] {
  const count = Math.max(1, Math.ceil(size / most));
  const block = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => [i * block, Math.min(block, size - i * block)]);
}

/** A factor from row i and column p on. */
function blockOfFactor({ at, rowStride, transposed }: Factor, i: number, p: number): Factor {
  return { at: at + 4 * (transposed ? p * rowStride + i : i * rowStride + p), rowStride, transposed };
}

/** B [k, n] as {@link Gemm.pack} leaves it. */
export function packedPanels(at: number, k: number): Panels {
  return { at, panelStride: packedBytes(k, tileColumns), panelRow: packedBytes(1, tileColumns) };
}

/** The panels of a right factor that is not transposed, as they lie there. */
function panelsInPlace(b: MatrixAt): Panels {
  return { at: b.at, panelStride: 4 * tileColumns, panelRow: 4 * b.rowStride };
}

/** Panels without their first p rows. */
function panelsFrom({ at, panelStride, panelRow }: Panels, p: number): Panels {
  return { at: at + p * panelRow, panelStride, panelRow };
}
