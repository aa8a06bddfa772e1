import type { Product } from '@unsaturate/scan';

/** How a workgroup computes a part of a product. */
export interface Tile {
  /** Sums of one thread, rows and columns: they stay in registers. */
  readonly rows: number;
  readonly columns: number;
  /** Threads beside each other along the rows and columns of the product. */
  readonly down: number;
  readonly across: number;
  /** Threads that share the terms of the same sums. */
  readonly split: number;
  /** Terms that are in workgroup memory at a time. */
  readonly depth: number;
}

const mostThreads = 256;
const mostDepth = 64;
/** Time steps for which tiles are chosen: how many there are is not known. */
export const usualSteps = 8;
/** Values of both factors in workgroup memory, which has room for 4096. */
const room = 2800;
/** Workgroups that keep a GPU busy. */
const busy = 64;

/**
 * Large products get square tiles. Those with few rows or columns have too few sums for a GPU: there threads share the
 * terms of a sum, and tiles are small so that there are many workgroups.
 */
export function tileOf({ m, n, k, batch, timesSteps }: Product): Tile {
  const terms = Math.ceil((timesSteps === 'k' ? usualSteps * k : k) / 8) * 8;
  if (timesSteps !== 'm' && m <= 64) {
    const across = n >= 8 * busy ? 8 : Math.min(4, n);
    return splitTile({ rows: 4, columns: 1, down: Math.ceil(m / 4), across }, terms);
  }
  if (n <= 16)
    return splitTile({ rows: 4, columns: 1, down: Math.max(1, Math.floor(16 / n)), across: n }, terms);
  const height = timesSteps === 'm' ? usualSteps * m : m;
  const isLarge = Math.ceil(height / 64) * Math.ceil(n / 64) * batch >= busy;
  const side = isLarge ? 4 : 2;
  return {
    rows: side,
    columns: side,
    down: 16,
    across: 16,
    split: 1,
    depth: Math.min(isLarge ? 16 : 32, terms),
  };
}

/** Uses the threads that are left to split the terms, of which each takes four or more at a time. */
function splitTile(tile: Pick<Tile, 'rows' | 'columns' | 'down' | 'across'>, terms: number): Tile {
  const width = tile.down * tile.rows + tile.across * tile.columns + 2;
  const depth = Math.min(mostDepth, Math.floor(room / width / 8) * 8, terms);
  const split = Math.min(Math.floor(mostThreads / (tile.down * tile.across)), depth / 4);
  return { ...tile, split, depth };
}
