import { UnsaturateError } from '@unsaturate/core';
import type { Arm, NonFiniteLossError } from '@unsaturate/train';
import { hasNoise } from 'shared/language-model';

/** Training came to a number that is not finite; says what to change on the command line, and what is left. */
export class DivergedError extends UnsaturateError {
  /** @param savedAt - Update of the last checkpoint, or undefined if there is none. */
  constructor(cause: NonFiniteLossError, arm: Arm, savedAt: number | undefined) {
    const { quantity, value, update } = cause;
    const advice = hasNoise(arm) ? 'a smaller --noise-scale' : 'another --seed';
    const left =
      savedAt === undefined ? 'There is no checkpoint.' : `The checkpoint of update ${savedAt} is kept.`;
    super(
      'DivergedError',
      `train: the ${quantity} is ${value} at update ${update}. Start a new run with ${advice}. ${left}`,
      { cause },
    );
  }
}
