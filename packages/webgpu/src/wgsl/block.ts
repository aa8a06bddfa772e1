import type { Product } from '@unsaturate/scan';
import { usualSteps } from './tile.ts';

/** Rows and columns of a product that one thread computes, without any other. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
}

/** With more sums a thread has to move them to and from memory. */
const most: Block = { rows: 10, columns: 8 };
/** What it takes to load a value, as the number of products that can be added up meanwhile. */
const loadCost = 8;
/** Threads that keep the processors of a machine busy, if each has four of them at a time. */
const busy = 64;

/** The block with which all threads together have the least to do, as far as there are enough of them. */
export function blockOf({ m, n, batch, timesSteps }: Product): Block {
  const height = timesSteps === 'm' ? usualSteps * m : m;
  const blocksOf = ({ rows, columns }: Block): number =>
    Math.ceil(height / rows) * Math.ceil(n / columns) * batch;
  const costOf = (block: Block): number => {
    const { rows, columns } = block;
    const one = rows * columns + loadCost * (rows + columns);
    return Math.max(busy, blocksOf(block)) * one;
  };
  const blocks = Array.from({ length: Math.min(height, most.rows) }, (_, r) =>
    Array.from({ length: Math.min(n, most.columns) }, (_, c) => ({ rows: r + 1, columns: c + 1 })),
  ).flat();
  return blocks.reduce((best, each) => (costOf(each) < costOf(best) ? each : best));
}
