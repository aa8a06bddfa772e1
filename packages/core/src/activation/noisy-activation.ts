import type { Base } from '../bases/base.ts';
import { bases } from '../bases/bases.ts';
import { assertFinite, assertNonNegative } from '../errors.ts';
import {
  authorsScale,
  type Derivatives,
  fixedScale,
  type Form,
  type Jet,
  learnedScale,
  noScale,
  saturatedScale,
} from './noise-scale.ts';
import { type ActivationOptions, type ResolvedActivation, resolveActivation } from './options.ts';

/** Mean of `|xi|` for a standard normal xi, `sqrt(2 / pi)`. */
export const halfNormalMean: number = Math.sqrt(2 / Math.PI);

/**
 * One noisy activation in float64, for a scalar x. The definition every other implementation is tested against.
 *
 * p is the learned slope of the noise scale (eq. 9), c >= 0 the noise scale, xi a standard normal; x is finite.
 * Only `|p|` matters in 'NAN' and 'NAH', and p = 0 is a unit without noise. NaN in x gives NaN values.
 *
 * With output clip every value is clamped to the range of the base, the expectation too: it is then the clamped mean,
 * not the mean of clamped values.
 */
export interface NoisyActivation {
  /** `phi(x, xi)` as used in training. */
  readonly value: (x: number, p: number, c: number, xi: number) => number;
  /** Derivatives of {@link NoisyActivation.value} with xi held fixed. */
  readonly derivatives: (x: number, p: number, c: number, xi: number) => Derivatives;
  /** Test-time value: `E[phi]` in 'NAN' and 'NAH'; h(x), the noise replaced by its mean 0, in the others. */
  readonly expectation: (x: number, p: number, c: number) => number;
  /** Derivatives of {@link NoisyActivation.expectation}. */
  readonly expectationDerivatives: (x: number, p: number, c: number) => Derivatives;
  /**
   * Standard deviation sigma(x) of the noise before the half-normal fold: eq. 9 in 'NAN', 'NAH' and 'NANIL', c in
   * 'NANI' and, where saturated, 'NANIS'. In the authors' form of 'NANIL', whose scale depends on xi, that at |xi| = 1.
   */
  readonly standardDeviation: (x: number, p: number, c: number) => number;
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
 * @throws InvalidArgumentError for unknown keys and names, an alpha that is not finite, 'NANIS' with a base that states no
 * threshold, output clip with one that states no range; its methods throw it for a p that is not finite, a c that is not
 * finite or below 0.
 * @see Gulcehre et al. 2016, "Noisy Activation Functions", eq. 1-15 and algorithm 1.
 *
 * @example
 * ```ts
 * const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAH', alpha: 1.15 });
 * phi.value(3, -0.8, 0.5, -0.7).toFixed(6) // => '0.738583'
 * phi.expectation(3, -0.8, 0.5).toFixed(6) // => '0.743978'
 * ```
 */
export function createNoisyActivation(options: ActivationOptions<Base> = {}): NoisyActivation {
  const activation = resolveActivation('createNoisyActivation', bases, options);
  const { training, expectation, sigma } = forms[activation.variant](activation);
  const method = (name: string, form: Form): Form =>
    checkingParameters(name, clamping(form, activation.clipRange));
  const value = method('value', training);
  const derivatives = method('derivatives', training);
  const expected = method('expectation', expectation);
  const expectedDerivatives = method('expectationDerivatives', expectation);
  const deviation = checkingParameters('standardDeviation', sigma);
  return {
    value: (x, p, c, xi) => value(x, p, c, xi).value,
    derivatives: (x, p, c, xi) => partials(derivatives(x, p, c, xi)),
    expectation: (x, p, c) => expected(x, p, c, 0).value,
    expectationDerivatives: (x, p, c) => partials(expectedDerivatives(x, p, c, 0)),
    standardDeviation: (x, p, c) => deviation(x, p, c, 1).value,
  };
}

/** phi in training and its test-time replacement, both before output clip, and the scale of the noise. */
interface Forms {
  readonly training: Form;
  readonly expectation: Form;
  readonly sigma: Form;
}

const forms = {
  none: ({ base }) => ({ training: plain(base), expectation: plain(base), sigma: noScale }),
  NAN: (activation) => noisyOutput(activation, (xi) => xi, 0),
  NAH: (activation) => noisyOutput(activation, Math.abs, halfNormalMean),
  NANI: ({ base }) => noisyInput(base, fixedScale),
  NANIL: ({ base, form }) => noisyInput(base, form === 'authors' ? authorsScale(base) : learnedScale(base)),
  NANIS: ({ base }) => noisyInput(base, saturatedScale(base.threshold!)),
} satisfies Record<string, (activation: ResolvedActivation<Base>) => Forms>;

function noisyOutput(
  activation: ResolvedActivation<Base>,
  eps: (xi: number) => number,
  meanEps: number,
): Forms {
  const sigma = learnedScale(activation.base);
  return {
    training: outputNoise(activation, sigma, eps),
    expectation: outputNoise(activation, sigma, () => meanEps),
    sigma,
  };
}

function noisyInput(base: Base, sigma: Form): Forms {
  return { training: inputNoise(base, sigma), expectation: plain(base), sigma };
}

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

/** Output clip: the value clamped to the range, derivatives 0 strictly outside it. */
function clamping(form: Form, range: readonly [number, number] | null): Form {
  if (range === null) return form;
  const [min, max] = range;
  return (x, p, c, xi) => {
    const jet = form(x, p, c, xi);
    if (jet.value < min) return { value: min, x: 0, p: 0, c: 0 };
    if (jet.value > max) return { value: max, x: 0, p: 0, c: 0 };
    return jet;
  };
}

function checkingParameters(method: string, form: Form): Form {
  const where = `NoisyActivation.${method}`;
  return (x, p, c, xi) => {
    assertFinite(where, 'p', p);
    assertNonNegative(where, 'c', c);
    return form(x, p, c, xi);
  };
}

function partials({ x, p, c }: Jet): Derivatives {
  return { x, p, c };
}
