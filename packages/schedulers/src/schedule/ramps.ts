import { above, assertKnownKeys, assertNumber, finite } from '../errors.ts';
import { checked, type Schedule } from './schedule.ts';

/** From one value to another in a given time. */
export interface RampOptions {
  /** Value at step 0. */
  readonly initial: number;
  /** Value at step `steps` and beyond. */
  readonly final: number;
  /** Steps from `initial` to `final`, above 0. */
  readonly steps: number;
}

const rampKeys: readonly (keyof RampOptions)[] = ['initial', 'final', 'steps'];

/** {@link RampOptions} and a power. */
export interface PolynomialOptions extends RampOptions {
  /** Above 0: 1 is a straight line, more starts fast and ends slowly, less the other way round. */
  readonly power: number;
}

/**
 * A straight line: `initial + (final - initial) t / steps`, then `final`.
 *
 * @throws {@link InvalidArgumentError} if a value is not finite, or `steps` not above 0.
 *
 * @example
 * ```ts
 * linear({ initial: 1, final: 0, steps: 4 })(1) // => 0.75
 * ```
 */
export function linear(options: RampOptions): Schedule {
  return ramp('linear', options, (fraction) => fraction);
}

/**
 * Polynomial decay (or growth): `final + (initial - final) (1 - t / steps)^power`, then `final`.
 *
 * @throws {@link InvalidArgumentError} if a value is not finite, or `steps` or `power` not above 0.
 *
 * @example
 * ```ts
 * polynomial({ initial: 1, final: 0, steps: 4, power: 2 })(2) // => 0.25
 * ```
 */
export function polynomial(options: PolynomialOptions): Schedule {
  assertKnownKeys('polynomial', options, [...rampKeys, 'power']);
  const { power, ...rest } = options;
  assertNumber('polynomial', 'power', power, above(0));
  return ramp('polynomial', rest, (fraction) => 1 - (1 - fraction) ** power);
}

/**
 * Half a cosine wave, flat at both ends: `final + (initial - final) (1 + cos(pi t / steps)) / 2`, then `final`.
 * Loshchilov and Hutter 2017, eq. 5, without restarts.
 *
 * @throws {@link InvalidArgumentError} if a value is not finite, or `steps` not above 0.
 *
 * @example
 * ```ts
 * cosine({ initial: 1, final: 0, steps: 4 })(4) // => 0
 * ```
 */
export function cosine(options: RampOptions): Schedule {
  return ramp('cosine', options, (fraction) => (1 - Math.cos(Math.PI * fraction)) / 2);
}

/** `shape` maps the elapsed fraction of the time, from 0 to 1, to the covered fraction of the way. */
function ramp(where: string, options: RampOptions, shape: (fraction: number) => number): Schedule {
  assertKnownKeys(where, options, rampKeys);
  const { initial, final, steps } = options;
  assertNumber(where, 'initial', initial, finite);
  assertNumber(where, 'final', final, finite);
  assertNumber(where, 'steps', steps, above(0));
  return checked(where, (step) =>
    step >= steps ? final : initial + (final - initial) * shape(step / steps),
  );
}
