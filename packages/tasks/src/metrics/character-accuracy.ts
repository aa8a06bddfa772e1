import { assertNonNegative, InvalidArgumentError } from '@unsaturate/core';
import { rightRows } from './classification.ts';

/**
 * Share of the characters that count whose largest logit is theirs; of equal ones the first counts.
 *
 *     sum_i weights_i [argmax_k logits_ik = targets_i] / sum_i weights_i
 *
 * With logits of a model that read the right characters before each (teacher forcing), and the weights of
 * `executionBatches`, that is the accuracy of learning to execute.
 *
 * @param logits - Row-major `[characters, vocabulary]`.
 * @param targets - Id of each character, `[characters]`.
 * @param weights - How much each counts, `[characters]`; 1 or 0 in `executionBatches`.
 * @throws {@link InvalidArgumentError} for lengths that do not fit, a logit that is NaN, a class there is not, and weights
 * that are negative or all 0.
 *
 * @example
 * ```ts
 * characterAccuracy([0.1, 2, 0.3, 5, 1, 2], [1, 2], [1, 0]) // => 1
 * ```
 */
export function characterAccuracy(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const where = 'characterAccuracy';
  const right = rightRows(where, logits, targets);
  if (weights.length !== right.length) {
    const rule = `have the length of targets, ${right.length}`;
    throw new InvalidArgumentError({ where, argument: 'weights', value: weights, rule });
  }
  let sum = 0;
  let counted = 0;
  right.forEach((isRight, i) => {
    const weight = weights[i]!;
    assertNonNegative(where, `weights[${i}]`, weight);
    counted += weight;
    if (isRight) sum += weight;
  });
  if (counted === 0) {
    const rule = 'hold at least one weight above 0';
    throw new InvalidArgumentError({ where, argument: 'weights', value: weights, rule });
  }
  return sum / counted;
}
