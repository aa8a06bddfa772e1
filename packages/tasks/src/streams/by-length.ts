import { fillUniforms, type Words } from '@unsaturate/core';
import { assertInteger } from './checks.ts';
import type { StreamedSource } from './batch-stream.ts';
import { batchKey } from './draws.ts';

/**
 * Which items are a batch, so that those of a batch are alike: all items once an epoch, sorted with ties in a new order
 * every epoch, cut into batches, and these shuffled. The last batch of the order may have fewer.
 *
 * @param where - Name of the source in errors, whose `batch` throws an InvalidArgumentError for an index or an epoch out of
 * range.
 * @param count - Items there are.
 * @param compare - Order of two items by their numbers, 0 for a tie.
 * @param key - Batch `index` of epoch `epoch` depends on these three alone; drawn from `fold(key, 3)`.
 */
export function shuffledByLength(
  where: string,
  count: number,
  compare: (a: number, b: number) => number,
  batchSize: number,
  key: Words,
): StreamedSource<readonly number[]> {
  const batchesPerEpoch = Math.ceil(count / batchSize);
  const order = rememberLast((epoch: number) => {
    const ofEpoch = batchKey(key, epoch);
    const ties = fillUniforms(ofEpoch, 0, new Float64Array(count));
    const turns = fillUniforms(ofEpoch, 1, new Float64Array(batchesPerEpoch));
    const sorted = numbers(count).toSorted((a, b) => compare(a, b) || ties[a]! - ties[b]! || a - b);
    const batches = cut(sorted, batchSize);
    return numbers(batchesPerEpoch)
      .toSorted((a, b) => turns[a]! - turns[b]! || a - b)
      .map((n) => batches[n]!);
  });
  return {
    batchesPerEpoch,
    batch(index, epoch) {
      assertInteger(`${where}.batch`, 'index', index, 0, batchesPerEpoch - 1);
      assertInteger(`${where}.batch`, 'epoch', epoch, 0);
      return order(epoch)[index]!;
    },
  };
}

/** Batches of `size` items in their order; the last one may have fewer. */
export function cut<Item>(items: readonly Item[], size: number): Item[][] {
  return numbers(Math.ceil(items.length / size)).map((n) => items.slice(n * size, (n + 1) * size));
}

/** 0, 1, 2, ... */
function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

/** A function of a number that keeps its last result, because it is asked for one epoch again and again. */
function rememberLast<Result>(compute: (n: number) => Result): (n: number) => Result {
  let last: { readonly n: number; readonly result: Result } | undefined;
  return (n) => (last?.n === n ? last : (last = { n, result: compute(n) })).result;
}
