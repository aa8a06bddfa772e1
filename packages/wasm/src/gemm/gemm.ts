import { instantiate, moduleBuilder, type ModuleOptions } from '../assembler/index.ts';
import { addMultiply } from './multiply.ts';
import { addPack, packedBytes } from './pack.ts';
import { tileColumns } from './tile.ts';

/** A float32 matrix in memory: where it starts in bytes, and the values from one row to the next as it is stored. */
export interface MatrixAt {
  readonly at: number;
  readonly rowStride: number;
}

/** A factor, stored transposed or not. */
export interface Factor extends MatrixAt {
  readonly transposed: boolean;
}

/** A right factor as panels of 8 columns: bytes from one panel to the next, and from one row of a panel to the next. */
interface Panels {
  readonly at: number;
  readonly panelStride: number;
  readonly rowStride: number;
}

/** Sizes of C [m, n] = A [m, k] B [k, n]. */
export interface GemmSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/**
 * Matrix products of float32 over a memory. Up to 32 bytes behind the last row of a factor and of C are read, so a
 * memory needs that much slack at its end; nothing outside C is written.
 */
export interface Gemm {
  /** Copies B [k, n] as panels to `to`, which needs {@link packedBytes}(k, n) bytes. */
  pack(b: Factor, to: number, k: number, n: number): Panels;
  /** `C = A B`, or `C = C + A B` if `accumulate`. A sum over no terms is 0. */
  multiply(a: Factor, b: Panels, c: MatrixAt, sizes: GemmSizes, accumulate: boolean): void;
  /** As `multiply`, with a B that is packed on the way where that pays, to `scratch` of {@link scratchBytes}(k, n). */
  multiplyUnpacked(
    a: Factor,
    b: Factor,
    scratch: number,
    c: MatrixAt,
    sizes: GemmSizes,
    accumulate: boolean,
  ): void;
}

/** The longest sum in one pass: a panel of B and the rows of A beside it stay in the first cache. */
const blockOfK = 256;

/** Up to so many rows of A, packing B takes longer than it saves. */
const rowsWithoutPacking = 8;

/** Compiles the functions of {@link Gemm}. */
export function createGemm(memory: WebAssembly.Memory, options: ModuleOptions): Gemm {
  const module = moduleBuilder(options);
  addPack(module);
  addMultiply(module, 'multiplyRows', true);
  addMultiply(module, 'multiplyColumns', false);
  const functions = instantiate<'pack' | 'multiplyRows' | 'multiplyColumns'>(module.encode(), memory);

  const gemm: Gemm = {
    pack(b, to, k, n) {
      const [step, column] = b.transposed ? [4, 4 * b.rowStride] : [4 * b.rowStride, 4];
      functions.pack(b.at, step, column, to, k, n);
      return { at: to, panelStride: packedBytes(k, tileColumns), rowStride: packedBytes(1, tileColumns) };
    },
    multiply(a, b, c, { m, n, k }, accumulate) {
      const multiply = a.transposed ? functions.multiplyColumns : functions.multiplyRows;
      const [row, step] = a.transposed ? [4, 4 * a.rowStride] : [4 * a.rowStride, 4];
      forEachBlock(k, (p, length) => {
        const [from, to] = [a.at + p * step, b.at + p * b.rowStride];
        const add = accumulate || p > 0 ? 1 : 0;
        const { at, rowStride } = c;
        multiply(from, row, step, to, b.panelStride, b.rowStride, at, 4 * rowStride, m, n, length, add);
      });
    },
    multiplyUnpacked(a, b, scratch, c, sizes, accumulate) {
      const { m, n, k } = sizes;
      if (!b.transposed && m <= rowsWithoutPacking) {
        gemm.multiply(a, panelsInPlace(b), c, sizes, accumulate);
        return;
      }
      forEachBlock(k, (p, length) => {
        const panels = gemm.pack(rowsFrom(b, p), scratch, length, n);
        gemm.multiply(columnsFrom(a, p), panels, c, { m, n, k: length }, accumulate || p > 0);
      });
    },
  };
  return gemm;
}

/** Bytes that {@link Gemm.multiplyUnpacked} packs at a time. */
export function scratchBytes(k: number, n: number): number {
  return packedBytes(Math.min(k, blockOfK), n);
}

/** Visits 0 to k block by block; one empty block when k is 0, because C becomes zeros then. */
function forEachBlock(k: number, visit: (p: number, length: number) => void): void {
  for (let p = 0; p === 0 || p < k; p += blockOfK) visit(p, Math.min(blockOfK, k - p));
}

/** A factor without its first p rows. */
function rowsFrom(factor: Factor, p: number): Factor {
  return { ...factor, at: factor.at + 4 * p * (factor.transposed ? 1 : factor.rowStride) };
}

/** A factor without its first p columns. */
function columnsFrom(factor: Factor, p: number): Factor {
  return { ...factor, at: factor.at + 4 * p * (factor.transposed ? factor.rowStride : 1) };
}

/** The panels of a right factor that is not transposed, as they lie there. */
function panelsInPlace(b: MatrixAt): Panels {
  return { at: b.at, panelStride: 4 * tileColumns, rowStride: 4 * b.rowStride };
}
