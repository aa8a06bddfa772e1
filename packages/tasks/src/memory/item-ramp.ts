import { largestSize } from '../streams/by-batch.ts';
import { assertInteger } from '../streams/checks.ts';

/**
 * A curriculum for `maxItems` of `associativeRecall`, by the sequences seen before batch n:
 *
 *     min(maxItems, floor(0.72 maxItems + 1e-5 n batchSize))
 *
 * It starts at 72 % of maxItems, rounded down: with 16 at 11, and 16 is reached after 448,000 sequences.
 *
 * @throws {@link InvalidArgumentError} for maxItems or a batchSize that is not an integer >= 1.
 * @see The authors' code of Gulcehre et al. 2016, caglar/dntm, the script for associative recall.
 *
 * @example
 * ```ts
 * associativeRecall({ key: [7, 0], batchSize: 128, minItems: 2, maxItems: itemRamp(16, 128) })
 * ```
 */
export function itemRamp(maxItems: number, batchSize: number): (n: number) => number {
  assertInteger('itemRamp', 'maxItems', maxItems, 1, largestSize);
  assertInteger('itemRamp', 'batchSize', batchSize, 1);
  return (n) => Math.min(maxItems, Math.floor(0.72 * maxItems + 1e-5 * n * batchSize));
}
