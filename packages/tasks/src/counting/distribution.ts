import { assertNonNegative, InvalidArgumentError } from '@unsaturate/core';
import { largestSize } from '../streams/by-batch.ts';
import { assertInteger } from '../streams/checks.ts';

/**
 * Probability of k different integers in a sequence of `countUnique`, for k = 0 to V = values.
 *
 * With P(0, 0) = 1, one more integer either repeats one of k or is new:
 *
 *     P(t + 1, k) = P(t, k) k / V + P(t, k - 1) (V - k + 1) / V
 *
 * @returns `[values + 1]`, of sum 1.
 * @throws {@link InvalidArgumentError} for a length or a number of values that is not an integer >= 1.
 *
 * @example
 * ```ts
 * uniqueCountProbabilities(26, 11)[10] // => 0.442, rounded
 * ```
 */
export function uniqueCountProbabilities(length: number, values: number): Float64Array {
  const where = 'uniqueCountProbabilities';
  assertInteger(where, 'length', length, 1, largestSize);
  assertInteger(where, 'values', values, 1, largestSize);
  const probabilities = new Float64Array(values + 1);
  probabilities[0] = 1;
  for (let step = 0; step < length; step++) {
    for (let k = values; k > 0; k--) {
      probabilities[k] = (probabilities[k]! * k + probabilities[k - 1]! * (values - k + 1)) / values;
    }
    probabilities[0] = 0;
  }
  return probabilities;
}

/**
 * Error of always answering the likeliest class: `1 - max(probabilities)`. What a model must stay below to have learned
 * anything.
 *
 * @throws {@link InvalidArgumentError} for no probabilities, and for one that is negative or no number.
 *
 * @example
 * ```ts
 * majorityClassError(uniqueCountProbabilities(26, 11)) // => 0.558, rounded
 * ```
 */
export function majorityClassError(probabilities: ArrayLike<number>): number {
  const where = 'majorityClassError';
  if (!(probabilities.length > 0)) {
    const rule = 'hold at least one number';
    throw new InvalidArgumentError({ where, argument: 'probabilities', value: probabilities, rule });
  }
  let largest = 0;
  for (let k = 0; k < probabilities.length; k++) {
    assertNonNegative(where, `probabilities[${k}]`, probabilities[k]);
    largest = Math.max(largest, probabilities[k]!);
  }
  return 1 - largest;
}
