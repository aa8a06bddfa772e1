import { assertNumber, atLeast } from '../errors.ts';

/**
 * A value over time: pure, so the step is the only state there is.
 *
 * What a step is, an update or an epoch, is up to the caller. Every schedule of this package takes any finite step of at
 * least 0, fractions included, throws an `InvalidArgumentError` for any other, and holds its final value beyond
 * its end.
 */
export type Schedule = (step: number) => number;

/** A schedule that checks the step before it computes; `where` is the function that made it, for the error message. */
export function checked(where: string, schedule: Schedule): Schedule {
  return (step) => {
    assertNumber(where, 'step', step, atLeast(0));
    return schedule(step);
  };
}
