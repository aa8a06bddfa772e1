import { above, assertKnownKeys, assertNumber, atLeast, share } from '../errors.ts';
import { checked, type Schedule } from './schedule.ts';

/** A value that falls for ever, or down to a floor. */
export interface DecayOptions {
  /** Value at step 0, at least `floor`. */
  readonly initial: number;
  /** Where the fall stops, at least 0. Default 0. */
  readonly floor?: number;
  /** Steps of one unit of the formula's time, above 0. Default 1. */
  readonly period?: number;
}

const decayKeys: readonly (keyof DecayOptions)[] = ['initial', 'floor', 'period'];

/** {@link DecayOptions} and a rate. */
export interface ExponentialOptions extends DecayOptions {
  /** Factor per period, above 0 and at most 1. */
  readonly rate: number;
}

/**
 * Exponential decay: `max(floor, initial rate^(t / period))`.
 *
 * @throws {@link InvalidArgumentError} if `rate` is not in (0, 1], `period` not above 0, `floor` below 0 or `initial`
 * below `floor`.
 *
 * @example
 * ```ts
 * exponential({ initial: 1, rate: 0.5 })(3) // => 0.125
 * ```
 */
export function exponential(options: ExponentialOptions): Schedule {
  const where = 'exponential';
  assertKnownKeys(where, options, [...decayKeys, 'rate']);
  const { initial, rate, floor = 0, period = 1 } = options;
  assertDecay(where, { initial, floor, period });
  assertNumber(where, 'rate', rate, share);
  return checked(where, (step) => Math.max(floor, initial * rate ** (step / period)));
}

/**
 * The paper's annealing of the noise scale c: `max(floor, initial / sqrt(k + 1))` with `k = floor(t / period)`.
 *
 * Gulcehre et al. 2016, section 6.6: c from 30 "down to 0.5", k growing by 1 every 200 updates. The floor is far: with
 * these numbers c is 2.99 after 20,000 updates and reaches 0.5 after 719,800.
 *
 * @throws {@link InvalidArgumentError} if `period` is not above 0, `floor` below 0 or `initial` below `floor`.
 *
 * @example
 * ```ts
 * inverseSqrt({ initial: 30, floor: 0.5, period: 200 })(600) // => 15
 * ```
 */
export function inverseSqrt(options: DecayOptions): Schedule {
  const where = 'inverseSqrt';
  assertKnownKeys(where, options, decayKeys);
  const { initial, floor = 0, period = 1 } = options;
  assertDecay(where, { initial, floor, period });
  return checked(where, (step) => Math.max(floor, initial / Math.sqrt(Math.floor(step / period) + 1)));
}

function assertDecay(where: string, { initial, floor, period }: Required<DecayOptions>): void {
  assertNumber(where, 'floor', floor, atLeast(0));
  assertNumber(where, 'initial', initial, atLeast(floor));
  assertNumber(where, 'period', period, above(0));
}
