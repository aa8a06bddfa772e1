import type { Matrix, Product } from '@unsaturate/scan';
import { type Factor, type GemmSizes, packedPanels, type Panels, scratchBytes } from '../gemm/gemm.ts';
import { packedBytes } from '../gemm/pack.ts';
import { tileColumns, tileHeights } from '../gemm/tile.ts';
import { type Share, shares } from '../threads/share.ts';
import type { Call } from '../threads/crew.ts';
import { affineWork } from './affine-work.ts';
import type { Engine } from './engine.ts';
import { jobsFor, jobsOfThread, mostJobs, type Work } from './jobs.ts';
import type { Layout } from './layout.ts';

/** Bytes that a job of a product needs on the way. */
export function productScratch(product: Product, steps: number): number {
  return scratchBytes(sizesOf(product, steps), product.transposeA);
}

/**
 * Binds a product.
 *
 * @param scratch - An address for each job, with {@link productScratch} bytes.
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
    prepare: shares(n, mostJobs(engine), tileColumns).map((columns) =>
      itemsOf(product).flatMap((item) => pack({ item, columns })),
    ),
    run: bindParts(product, layout, engine, scratch, (_, item, column) => panels(item, column)),
  };
}

/** Binds a product, given its right factor from a column on. */
function bindParts(
  product: Product,
  layout: Layout,
  engine: Engine,
  scratch: readonly number[],
  right: (iteration: number, item: number, column: number) => Factor | Panels,
): (iteration: number) => Work {
  const sizes = sizesOf(product, layout.steps);
  const operations = product.batch * sizes.m * sizes.n * sizes.k;
  const jobs = cutProduct(product, sizes, jobsFor(operations, engine), engine.crew.threads);
  const a = locate(product.a, product.transposeA, layout);
  const c = locate(product.c, false, layout);
  const multiply = (iteration: number, { item, rows, columns }: Tile, scratch: number): Call[] => {
    const to = c(iteration, item);
    return engine.gemm.multiply(
      part(a(iteration, item), rows.start, 0),
      right(iteration, item, columns.start),
      { ...to, at: to.at + 4 * (rows.start * to.rowStride + columns.start) },
      { m: rows.length, n: columns.length, k: sizes.k },
      product.accumulate,
      scratch,
    );
  };
  return affineWork((iteration) =>
    jobs.map((tiles, job) => tiles.flatMap((tile) => multiply(iteration, tile, scratch[job]!))),
  );
}

/** A part of one of a product's matrices C. */
interface Tile {
  readonly item: number;
  readonly rows: Share;
  readonly columns: Share;
}

const fewestRows = 8;
const fewestPanels = 4;

/**
 * What of a product each job computes. How it is cut does not change a sum. Jobs that follow each other are of the same
 * rows and columns side by side, so each thread computes about one part in one piece.
 */
function cutProduct(product: Product, { m, n }: GemmSizes, jobs: number, threads: number): Tile[][] {
  const items = itemsOf(product);
  const [allRows, allColumns] = [whole(m), whole(n)];
  const ofItems = (rows: Share, columns: Share): Tile[] => items.map((item) => ({ item, rows, columns }));
  if (jobs === 1) return [ofItems(allRows, allColumns)];
  if (product.batch >= jobs) {
    return shares(product.batch, jobs, 1).map(({ start, length }) =>
      ofItems(allRows, allColumns).slice(start, start + length),
    );
  }
  const byRows = product.timesSteps === null && m >= fewestRows * threads;
  if (!byRows && (n >= m || n >= 2 * threads * tileColumns)) {
    return shares(n, jobs, tileColumns).map((columns) => ofItems(allRows, columns));
  }
  const columns = shares(n, jobsOfThread, tileColumns * fewestPanels);
  return shares(m, threads, byRows ? 2 : tileHeights[0]).flatMap((rows) =>
    columns.map((each) => ofItems(rows, each)),
  );
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
