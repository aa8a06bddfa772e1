import type { Matrix, Product } from '@unsaturate/scan';
import { type Factor, type GemmSizes, packedPanels, type Panels, scratchBytes } from '../gemm/gemm.ts';
import { packedBytes } from '../gemm/pack.ts';
import { tileColumns, tileHeights } from '../gemm/tile.ts';
import { type Share, shares } from '../threads/share.ts';
import type { Call } from '../threads/crew.ts';
import { affineWork } from './affine-work.ts';
import type { Engine } from './engine.ts';
import type { Layout } from './layout.ts';

/** What each thread does in an iteration. */
export type Work = readonly (readonly Call[])[];

/** Bytes that one thread needs for a product on the way. */
export function productScratch(product: Product, steps: number): number {
  return scratchBytes(sizesOf(product, steps), product.transposeA);
}

/**
 * Binds a product.
 *
 * @param scratch - An address for each thread, with {@link productScratch} bytes.
 */
export function bindProduct(
  product: Product,
  layout: Layout,
  engine: Engine,
  scratch: readonly number[],
): (iteration: number) => Work {
  const b = locate(product.b, product.transposeB, layout);
  return bindParts(product, layout, engine, scratch, (iteration, item, column) =>
    part(b(iteration, item), 0, column),
  );
}

/** A product whose right factor is the same in every step. */
interface ConstantProduct {
  /** Packs the right factor as it is now. */
  readonly prepare: Work;
  readonly run: (iteration: number) => Work;
}

/** Bytes that the right factor of a product takes, packed. */
export function constantBytes({ k, n, batch }: Product): number {
  return batch * packedBytes(k, n);
}

/**
 * Binds a product whose right factor is the same in every step.
 *
 * @param packed - The address of {@link constantBytes} bytes.
 */
export function bindConstantProduct(
  product: Product,
  layout: Layout,
  engine: Engine,
  scratch: readonly number[],
  packed: number,
): ConstantProduct {
  const { n, k } = product;
  const b = locate(product.b, product.transposeB, layout);
  const panels = (item: number, column: number): Panels => {
    const { at, ...rest } = packedPanels(packed + item * packedBytes(k, n), k);
    return { ...rest, at: at + (column / tileColumns) * rest.panelStride };
  };
  const pack = ({ item, columns: { start, length } }: Pick<Tile, 'item' | 'columns'>): Call[] =>
    engine.gemm.pack(part(b(0, item), 0, start), panels(item, start).at, k, length);
  return {
    prepare: shares(n, engine.crew.threads, tileColumns).map((columns) =>
      itemsOf(product).flatMap((item) => pack({ item, columns })),
    ),
    run: bindParts(product, layout, engine, scratch, (_, item, column) => panels(item, column)),
  };
}

/** Binds a product, given its right factor from a column on. */
function bindParts(
  product: Product,
  layout: Layout,
  { gemm, crew, worthSharing }: Engine,
  scratch: readonly number[],
  right: (iteration: number, item: number, column: number) => Factor | Panels,
): (iteration: number) => Work {
  const sizes = sizesOf(product, layout.steps);
  const operations = product.batch * sizes.m * sizes.n * sizes.k;
  const parts = partsOf(product, sizes, operations < worthSharing ? 1 : crew.threads);
  const a = locate(product.a, product.transposeA, layout);
  const c = locate(product.c, false, layout);
  const multiply = (iteration: number, { item, rows, columns }: Tile, scratch: number): Call[] => {
    const to = c(iteration, item);
    return gemm.multiply(
      part(a(iteration, item), rows.start, 0),
      right(iteration, item, columns.start),
      { ...to, at: to.at + 4 * (rows.start * to.rowStride + columns.start) },
      { m: rows.length, n: columns.length, k: sizes.k },
      product.accumulate,
      scratch,
    );
  };
  return affineWork((iteration) =>
    parts.map((tiles, thread) => tiles.flatMap((tile) => multiply(iteration, tile, scratch[thread]!))),
  );
}

/** A part of one of a product's matrices C. */
interface Tile {
  readonly item: number;
  readonly rows: Share;
  readonly columns: Share;
}

const fewestRows = 8;

/** What of a product each thread computes. How it is cut does not change a sum. */
function partsOf(product: Product, { m, n }: GemmSizes, threads: number): Tile[][] {
  const { batch } = product;
  const [allRows, allColumns] = [whole(m), whole(n)];
  const items = itemsOf(product);
  if (batch >= threads) {
    return shares(batch, threads, 1).map(({ start, length }) =>
      items.slice(start, start + length).map((item) => ({ item, rows: allRows, columns: allColumns })),
    );
  }
  const byRows = product.timesSteps === null && m >= fewestRows * threads;
  if (!byRows && (n >= m || n >= 2 * threads * tileColumns)) {
    const cuts = shares(n, threads, tileColumns);
    return cuts.map((columns) => items.map((item) => ({ item, rows: allRows, columns })));
  }
  const cuts = shares(m, threads, byRows ? 2 : tileHeights[0]);
  return cuts.map((rows) => items.map((item) => ({ item, rows, columns: allColumns })));
}

function itemsOf({ batch }: Product): number[] {
  return Array.from({ length: batch }, (_, item) => item);
}

function whole(length: number): Share {
  return { start: 0, length };
}

function sizesOf({ m, n, k, timesSteps }: Product, steps: number): GemmSizes {
  return { m: timesSteps === 'm' ? m * steps : m, n, k: timesSteps === 'k' ? k * steps : k };
}

/** A factor from a row and a column on. */
function part(factor: Factor, row: number, column: number): Factor {
  const { at, rowStride, transposed } = factor;
  return { ...factor, at: at + 4 * (transposed ? column * rowStride + row : row * rowStride + column) };
}

/** Where a matrix is in an iteration. */
function locate(
  matrix: Matrix,
  transposed: boolean,
  layout: Layout,
): (iteration: number, item: number) => Factor {
  const { at, stride } = layout.place(matrix);
  const { rowStride, batchStride } = matrix;
  return (iteration, item) => ({
    at: at + iteration * stride + 4 * item * batchStride,
    rowStride,
    transposed,
  });
}
