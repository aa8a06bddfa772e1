import { InvalidArgumentError } from '@unsaturate/core';

/** Throws unless `value` is a decay rate, which 1 would turn into a slot that never changes. */
export function assertDecay(where: string, argument: string, value: number): void {
  if (!(value >= 0 && value < 1)) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a number from 0 to below 1' });
  }
}

/** Throws unless `value` can keep a division from dividing by zero. */
export function assertEpsilon(where: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError({
      where,
      argument: 'epsilon',
      value,
      rule: 'be a finite number above 0',
    });
  }
}
