import type { Base } from '../bases/base.ts';
import { bases, logistic } from '../bases/bases.ts';
import { assertFinite } from '../errors.ts';
import { type ActivationOptions, type ResolvedActivation, resolveActivation } from './options.ts';

/** Mean of `|xi|` for a standard normal xi, `sqrt(2 / pi)`. */
export const halfNormalMean: number = Math.sqrt(2 / Math.PI);

/** Guards the division by `|xi|` in the authors' form of 'NANIL'. */
export const nanilGuard = 1e-10;

/** Partial derivatives of one activation value. */
export interface Derivatives {
  readonly x: number;
  readonly p: number;
  readonly c: number;
}

/**
 * One noisy activation in float64, for a scalar x. The definition every other implementation is tested against.
 *
 * p is the learned slope of the noise scale (eq. 9), c the noise scale, xi a standard normal.
 * Only `|p|` matters in 'NAN' and 'NAH', and p = 0 is a unit without noise.
 */
export interface NoisyActivation {
  /** `phi(x, xi)` as used in training. */
  value(x: number, p: number, c: number, xi: number): number;
  /** Derivatives of {@link NoisyActivation.value} with xi held fixed. */
  derivatives(x: number, p: number, c: number, xi: number): Derivatives;
  /** Test-time value: `E[phi]` in 'NAN' and 'NAH'; h(x), the noise replaced by its mean 0, in the others. */
  expectation(x: number, p: number, c: number): number;
  /** Derivatives of {@link NoisyActivation.expectation}. */
  expectationDerivatives(x: number, p: number, c: number): Derivatives;
  /**
   * Standard deviation sigma(x) of the noise before the half-normal fold: eq. 9 in 'NAN', 'NAH' and 'NANIL', c in
   * 'NANI' and, where saturated, 'NANIS'. In the authors' form of 'NANIL', whose scale depends on xi, that at |xi| = 1.
   */
  standardDeviation(x: number, p: number, c: number): number;
}

/**
 * Makes a noisy activation function.
 *
 *     Delta = h(x) - u(x)                                   eq. 8
 *     sigma = c (g(p Delta) - 1/2)^2                        eq. 9, g the logistic sigmoid
 *     d     = -sgn(x) sgn(1 - alpha)                        sgn(0) = +1
 *     phi   = alpha h + (1 - alpha) u + d sigma eps         eq. 11-13; eps = xi ('NAN') or |xi| ('NAH')
 *
 * and h at a noisy input for the other {@link Variant}s (eq. 14-15). At |x| = threshold a hard h has the derivative of
 * its linear side; the same holds for output clip.
 *
 * @throws InvalidArgumentError for unknown names, an alpha that is not finite, 'NANIS' with a base that states no
 * threshold, output clip with one that states no range; its methods throw it for p or c not finite.
 * @see Gulcehre et al. 2016, "Noisy Activation Functions", eq. 1-15 and algorithm 1.
 *
 * @example
 * ```ts
 * const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAH', alpha: 1.15 });
 * phi.value(3, -0.8, 0.5, -0.7).toFixed(6) // => '0.738583'
 * phi.expectation(3, -0.8, 0.5).toFixed(6) // => '0.744019'
 * ```
 */
export function createNoisyActivation(options: ActivationOptions<Base> = {}): NoisyActivation {
  const where = 'noisyActivation';
  const activation = resolveActivation(where, bases, options);
  const unclipped = unclippedForms[activation.variant](activation);
  const checked =
    <Rest extends number[], Result>(form: (x: number, p: number, c: number, ...rest: Rest) => Result) =>
    (x: number, p: number, c: number, ...rest: Rest): Result => {
      assertFinite(where, 'p', p);
      assertFinite(where, 'c', c);
      return form(x, p, c, ...rest);
    };
  const clamp = clamping(activation.clipRange);
  const value = clamp.value(unclipped.training);
  const expectation = clamp.value(unclipped.expectation);
  return {
    value: checked((x, p, c, xi: number) => value(x, p, c, xi)),
    derivatives: checked((x, p, c, xi: number) => clamp.derivatives(unclipped.training, x, p, c, xi)),
    expectation: checked((x, p, c) => expectation(x, p, c, 0)),
    expectationDerivatives: checked((x, p, c) => clamp.derivatives(unclipped.expectation, x, p, c, 0)),
    standardDeviation: checked((x, p, c) => unclipped.sigma(x, p, c, 1).value),
  };
}

/** A value with its derivatives in x, p and c. */
interface Jet extends Derivatives {
  readonly value: number;
}

type Form = (x: number, p: number, c: number, xi: number) => Jet;

interface UnclippedForms {
  readonly training: Form;
  readonly expectation: Form;
  readonly sigma: Form;
}

/** `h - u` and its derivative. */
function saturation(base: Base, x: number): { delta: number; slope: number } {
  return { delta: base.h(x) - base.u(x), slope: base.dh(x) - base.du(x) };
}

/** sigma of eq. 9. */
const learnedScale =
  (base: Base): Form =>
  (x, p, c) => {
    const { delta, slope } = saturation(base, x);
    const g = logistic(p * delta);
    const common = 2 * c * (g - 0.5) * g * (1 - g);
    return { value: c * (g - 0.5) ** 2, x: common * p * slope, p: common * delta, c: (g - 0.5) ** 2 };
  };

/** The scale of 'NANIL' in the authors' code. */
const authorsScale =
  (base: Base): Form =>
  (x, p, c, xi) => {
    const { delta, slope } = saturation(base, x);
    const q = Math.abs(delta) / (Math.abs(xi) + nanilGuard);
    const dq = (Math.sign(delta) * slope) / (Math.abs(xi) + nanilGuard);
    const softplus = Math.max(p * q, 0) + Math.log1p(Math.exp(-Math.abs(p * q)));
    const common = c * logistic(p * q);
    return { value: c * softplus, x: common * p * dq, p: common * q, c: softplus };
  };

const fixedScale: Form = (_x, _p, c) => ({ value: c, x: 0, p: 0, c: 1 });

const noScale: Form = () => ({ value: 0, x: 0, p: 0, c: 0 });

const saturatedScale =
  (threshold: number): Form =>
  (x, p, c, xi) =>
    Math.abs(x) >= threshold ? fixedScale(x, p, c, xi) : noScale(x, p, c, xi);

const plain =
  (base: Base): Form =>
  (x) => ({ value: base.h(x), x: base.dh(x), p: 0, c: 0 });

/** `alpha h + (1 - alpha) u + d sigma eps(xi)`, eq. 13. */
const outputNoise =
  ({ base, alpha }: ResolvedActivation<Base>, sigma: Form, eps: (xi: number) => number): Form =>
  (x, p, c, xi) => {
    const s = sigma(x, p, c, xi);
    const scale = noiseDirection(x, alpha) * eps(xi);
    const leak = 1 - alpha;
    return {
      value: alpha * base.h(x) + leak * base.u(x) + scale * s.value,
      x: alpha * base.dh(x) + leak * base.du(x) + scale * s.x,
      p: scale * s.p,
      c: scale * s.c,
    };
  };

/** `h(x + sigma xi)`, eq. 14 and 15. */
const inputNoise =
  (base: Base, sigma: Form): Form =>
  (x, p, c, xi) => {
    const s = sigma(x, p, c, xi);
    const noisy = x + s.value * xi;
    const slope = base.dh(noisy);
    return { value: base.h(noisy), x: slope * (1 + s.x * xi), p: slope * s.p * xi, c: slope * s.c * xi };
  };

/** d = -sgn(x) sgn(1 - alpha), with sgn(0) = +1. */
function noiseDirection(x: number, alpha: number): number {
  return x >= 0 === alpha <= 1 ? -1 : 1;
}

const noisyInput = (base: Base, sigma: Form): UnclippedForms => ({
  training: inputNoise(base, sigma),
  expectation: plain(base),
  sigma,
});

const unclippedForms = {
  none: ({ base }) => ({ training: plain(base), expectation: plain(base), sigma: noScale }),
  NAN: (activation) => {
    const sigma = learnedScale(activation.base);
    return {
      training: outputNoise(activation, sigma, (xi) => xi),
      expectation: outputNoise(activation, sigma, () => 0),
      sigma,
    };
  },
  NAH: (activation) => {
    const sigma = learnedScale(activation.base);
    return {
      training: outputNoise(activation, sigma, Math.abs),
      expectation: outputNoise(activation, sigma, () => halfNormalMean),
      sigma,
    };
  },
  NANI: ({ base }) => noisyInput(base, fixedScale),
  NANIL: ({ base, form }) => noisyInput(base, form === 'authors' ? authorsScale(base) : learnedScale(base)),
  NANIS: ({ base }) => noisyInput(base, saturatedScale(base.threshold!)),
} satisfies Record<string, (activation: ResolvedActivation<Base>) => UnclippedForms>;

/** Output clip: values clamped to the range, derivatives 0 strictly outside it. */
function clamping(range: readonly [number, number] | null): {
  value: (form: Form) => (x: number, p: number, c: number, xi: number) => number;
  derivatives: (form: Form, x: number, p: number, c: number, xi: number) => Derivatives;
} {
  const [min, max] = range ?? [-Infinity, Infinity];
  return {
    value:
      (form) =>
      (...args) =>
        Math.min(Math.max(form(...args).value, min), max),
    derivatives: (form, ...args) => {
      const { value, x, p, c } = form(...args);
      return value < min || value > max ? { x: 0, p: 0, c: 0 } : { x, p, c };
    },
  };
}
