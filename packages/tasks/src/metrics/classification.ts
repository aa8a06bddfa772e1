import { InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';

/**
 * Share of rows whose largest logit is not that of their class; of equal ones the first counts.
 *
 * @param logits - Row-major `[rows, classes]`.
 * @param targets - Class of each row, from 0, `[rows]`; the number of classes follows from the two lengths.
 * @throws {@link InvalidArgumentError} without rows, for logits that are not whole rows, a logit that is NaN, and a class there is not.
 *
 * @example
 * ```ts
 * classificationError([0.1, 2, 0.3, 5, 1, 2], [1, 2]) // => 0.5
 * ```
 */
export function classificationError(logits: ArrayLike<number>, targets: ArrayLike<number>): number {
  const right = rightRows('classificationError', logits, targets);
  return right.filter((each) => !each).length / right.length;
}

/** Of each row, whether its largest logit, of equal ones the first, is that of its class. */
export function rightRows(where: string, logits: ArrayLike<number>, targets: ArrayLike<number>): boolean[] {
  const rows = targets.length;
  if (!(rows > 0)) {
    throw new InvalidArgumentError({
      where,
      argument: 'targets',
      value: targets,
      rule: 'hold at least one class',
    });
  }
  if (!(logits.length > 0) || logits.length % rows !== 0) {
    const rule = `have a length that is a positive multiple of ${rows}, as there are targets`;
    throw new InvalidArgumentError({ where, argument: 'logits', value: logits, rule });
  }
  const classes = logits.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    assertInteger(where, `targets[${row}]`, targets[row], 0, classes - 1);
    return largest(where, logits, row * classes, classes) === targets[row];
  });
}

/** Index of the largest of `count` logits, counted from the one at `from`. */
function largest(where: string, logits: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let k = 0; k < count; k++) {
    const logit = logits[from + k];
    if (typeof logit !== 'number' || Number.isNaN(logit)) {
      const argument = `logits[${from + k}]`;
      throw new InvalidArgumentError({ where, argument, value: logit, rule: 'be a number' });
    }
    if (logit > logits[from + best]!) best = k;
  }
  return best;
}
