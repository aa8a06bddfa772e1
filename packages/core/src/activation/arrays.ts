import { assertFinite, assertKnownKeys, assertNonNegative, InvalidArgumentError } from '../errors.ts';
import type { Derivatives } from './noise-scale.ts';
import type { NoisyActivation } from './noisy-activation.ts';

/** Parameters of an activation over an array. */
export interface ArrayParameters {
  /** Learned slope: one number, or one per unit; x is then read as [..., units]. */
  readonly p: number | Float32Array;
  /** Noise scale, at least 0. */
  readonly c: number;
}

/** Gradients of an activation over an array. */
export interface ArrayGradients {
  /** Gradient in x, as many elements as x. */
  readonly x: Float32Array;
  /** Gradient in p, as many elements as p (1 when p is a number). */
  readonly p: Float32Array;
  /** Gradient in c. */
  readonly c: number;
}

/**
 * `phi(x, xi)` for each element; arithmetic in float64, results rounded to float32.
 *
 * @param x - Flat row-major array, read as [..., units] when p has one value per unit.
 * @param xi - Standard normals, as many as x; see `fillNormals`.
 * @returns As many elements as x.
 * @throws {@link InvalidArgumentError} if lengths do not fit, p or c is not finite, or c is below 0.
 * @see Gulcehre et al. 2016, eq. 11-15.
 *
 * @example
 * ```ts
 * const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAH' });
 * const x = Float32Array.of(0.5, 3, 3, 0.5); // [2, 2]: two rows of two units
 * const xi = Float32Array.of(1.2, -0.7, 0.7, 0.1);
 * const y = activate(phi, x, { p: Float32Array.of(1, -0.8), c: 0.5 }, xi);
 * Array.from(y, (each) => each.toFixed(4)) // => ['0.5000', '0.9614', '0.9492', '0.5000']
 * ```
 */
export function activate(
  phi: NoisyActivation,
  x: Float32Array,
  parameters: ArrayParameters,
  xi: Float32Array,
): Float32Array {
  const { slopes, c } = checkedParameters('activate', x, parameters);
  checkLength('activate', 'xi', xi, x);
  return x.map((each, e) => phi.value(each, slopes[e % slopes.length]!, c, xi[e]!));
}

/**
 * Test-time value of each element: `E[phi]` in 'NAN' and 'NAH', h(x) in the other variants.
 *
 * @param x - Flat row-major array, read as [..., units] when p has one value per unit.
 * @returns As many elements as x.
 * @throws {@link InvalidArgumentError} if lengths do not fit, p or c is not finite, or c is below 0.
 */
export function activateExpected(
  phi: NoisyActivation,
  x: Float32Array,
  parameters: ArrayParameters,
): Float32Array {
  const { slopes, c } = checkedParameters('activateExpected', x, parameters);
  return x.map((each, e) => phi.expectation(each, slopes[e % slopes.length]!, c));
}

/**
 * Gradients of `sum(dy * activate(phi, x, { p, c }, xi))`; sums are taken in float64.
 *
 * @param x - Flat row-major array, read as [..., units] when p has one value per unit.
 * @param xi - The standard normals given to {@link activate}.
 * @param dy - Gradient of the loss in each output, as many elements as x.
 * @throws {@link InvalidArgumentError} if lengths do not fit, p or c is not finite, or c is below 0.
 */
export function activateGradients(
  phi: NoisyActivation,
  x: Float32Array,
  parameters: ArrayParameters,
  xi: Float32Array,
  dy: Float32Array,
): ArrayGradients {
  checkLength('activateGradients', 'xi', xi, x);
  return accumulate('activateGradients', x, parameters, dy, (each, p, c, e) =>
    phi.derivatives(each, p, c, xi[e]!),
  );
}

/**
 * Gradients of `sum(dy * activateExpected(phi, x, { p, c }))`; sums are taken in float64.
 *
 * @param x - Flat row-major array, read as [..., units] when p has one value per unit.
 * @param dy - Gradient of the loss in each output, as many elements as x.
 * @throws {@link InvalidArgumentError} if lengths do not fit, p or c is not finite, or c is below 0.
 */
export function activateExpectedGradients(
  phi: NoisyActivation,
  x: Float32Array,
  parameters: ArrayParameters,
  dy: Float32Array,
): ArrayGradients {
  return accumulate('activateExpectedGradients', x, parameters, dy, (each, p, c) =>
    phi.expectationDerivatives(each, p, c),
  );
}

function accumulate(
  where: string,
  x: Float32Array,
  parameters: ArrayParameters,
  dy: Float32Array,
  derivatives: (x: number, p: number, c: number, e: number) => Derivatives,
): ArrayGradients {
  const { slopes, c } = checkedParameters(where, x, parameters);
  checkLength(where, 'dy', dy, x);
  const gradientP = new Float64Array(slopes.length);
  let gradientC = 0;
  const gradientX = x.map((each, e) => {
    const unit = e % slopes.length;
    const d = derivatives(each, slopes[unit]!, c, e);
    gradientP[unit]! += dy[e]! * d.p;
    gradientC += dy[e]! * d.c;
    return dy[e]! * d.x;
  });
  return { x: gradientX, p: Float32Array.from(gradientP), c: gradientC };
}

function checkedParameters(
  where: string,
  x: Float32Array,
  parameters: ArrayParameters,
): { slopes: ArrayLike<number>; c: number } {
  assertKnownKeys(where, 'parameters', parameters, ['p', 'c']);
  const { p, c } = parameters;
  assertNonNegative(where, 'c', c);
  if (typeof p === 'number') {
    assertFinite(where, 'p', p);
    return { slopes: [p], c };
  }
  if (p.length === 0 || x.length % p.length !== 0) {
    const rule = `have a length that divides the ${x.length} elements of x`;
    throw new InvalidArgumentError({ where, argument: 'p', value: p, rule });
  }
  p.forEach((each, unit) => assertFinite(where, `p[${unit}]`, each));
  return { slopes: p, c };
}

function checkLength(where: string, argument: string, array: Float32Array, x: Float32Array): void {
  if (array.length === x.length) return;
  const rule = `have the ${x.length} elements of x`;
  throw new InvalidArgumentError({ where, argument, value: array, rule });
}
