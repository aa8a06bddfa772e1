import {
  above,
  assertFunction,
  assertKnownKeys,
  assertNumber,
  finite,
  InvalidArgumentError,
} from '../errors.ts';
import { linear } from './ramps.ts';
import { checked, type Schedule } from './schedule.ts';

/** Values and when each takes over. */
export interface PiecewiseOptions {
  /** One value for each stretch, in order. */
  readonly values: readonly number[];
  /** The step at which each value but the first begins: one fewer, above 0, rising. */
  readonly boundaries: readonly number[];
}

/** Schedules and when each takes over. */
export interface JoinOptions {
  /** One schedule for each stretch, in order. */
  readonly schedules: readonly Schedule[];
  /** The step at which each schedule but the first begins: one fewer, above 0, rising. */
  readonly boundaries: readonly number[];
}

/** A schedule and the way up to it. */
export interface WarmupOptions {
  /** What follows the warm-up; its step 0 is the end of the warm-up. */
  readonly schedule: Schedule;
  /** Steps of the warm-up, above 0. */
  readonly steps: number;
  /** Value at step 0. Default 0. */
  readonly initial?: number;
}

/** The same value at every step. @throws {@link InvalidArgumentError} if it is not finite. */
export function constant(value: number): Schedule {
  assertNumber('constant', 'value', value, finite);
  return checked('constant', () => value);
}

/**
 * Steps from value to value: `values[i]` from `boundaries[i - 1]` on, that step included, up to `boundaries[i]`.
 *
 * @throws {@link InvalidArgumentError} if a value is not finite, or the boundaries do not fit.
 *
 * @example
 * ```ts
 * piecewise({ values: [1, 0.1], boundaries: [100] })(100) // => 0.1
 * ```
 */
export function piecewise(options: PiecewiseOptions): Schedule {
  const where = 'piecewise';
  assertKnownKeys(where, options, ['values', 'boundaries']);
  const { values, boundaries } = options;
  assertStretches(where, 'values', values, boundaries);
  values.forEach((value, i) => assertNumber(where, `values[${i}]`, value, finite));
  return checked(where, (step) => values[stretchOf(boundaries, step)]!);
}

/**
 * Schedules one after the other, each from its own step 0: `schedules[i](t - boundaries[i - 1])` from
 * `boundaries[i - 1]` on, that step included, up to `boundaries[i]`.
 *
 * @throws {@link InvalidArgumentError} if a schedule is not a function, or the boundaries do not fit.
 *
 * @example
 * ```ts
 * const rate = join({ schedules: [constant(1), exponential({ initial: 0.5, rate: 0.5 })], boundaries: [4] });
 * [3, 4, 5].map(rate) // => [1, 0.5, 0.25]
 * ```
 */
export function join(options: JoinOptions): Schedule {
  const where = 'join';
  assertKnownKeys(where, options, ['schedules', 'boundaries']);
  const { schedules, boundaries } = options;
  assertStretches(where, 'schedules', schedules, boundaries);
  schedules.forEach((schedule, i) => assertFunction(where, `schedules[${i}]`, schedule));
  return checked(where, (step) => {
    const i = stretchOf(boundaries, step);
    return schedules[i]!(i === 0 ? step : step - boundaries[i - 1]!);
  });
}

/**
 * A straight line from `initial` up to where `schedule` begins, then `schedule` from its own step 0.
 *
 * @throws {@link InvalidArgumentError} if a value is not finite, `steps` not above 0 or `schedule` not a function.
 *
 * @example
 * ```ts
 * const rate = warmup({ steps: 10, schedule: cosine({ initial: 1, final: 0, steps: 90 }) });
 * [0, 5, 10, 100].map(rate) // => [0, 0.5, 1, 0]
 * ```
 */
export function warmup(options: WarmupOptions): Schedule {
  const where = 'warmup';
  assertKnownKeys(where, options, ['schedule', 'steps', 'initial']);
  const { schedule, steps, initial = 0 } = options;
  assertFunction(where, 'schedule', schedule);
  assertNumber(where, 'steps', steps, above(0));
  assertNumber(where, 'initial', initial, finite);
  const final = schedule(0);
  assertNumber(where, 'schedule(0)', final, finite);
  const rise = linear({ initial, final, steps });
  return checked(where, (step) => (step < steps ? rise(step) : schedule(step - steps)));
}

function stretchOf(boundaries: readonly number[], step: number): number {
  return boundaries.findLastIndex((boundary) => boundary <= step) + 1;
}

function assertStretches(
  where: string,
  argument: string,
  stretches: readonly unknown[],
  boundaries: readonly number[],
): void {
  if (!Array.isArray(stretches) || stretches.length === 0) {
    throw new InvalidArgumentError({ where, argument, value: stretches, rule: 'be an array, not empty' });
  }
  const count = stretches.length - 1;
  if (!Array.isArray(boundaries) || boundaries.length !== count) {
    const rule = `hold ${count} ${count === 1 ? 'step' : 'steps'}, one less than ${argument}`;
    throw new InvalidArgumentError({ where, argument: 'boundaries', value: boundaries, rule });
  }
  boundaries.forEach((boundary: unknown, i) => {
    const previous = i === 0 ? 0 : (boundaries[i - 1] as number);
    assertNumber(where, `boundaries[${i}]`, boundary, above(previous));
  });
}
