import { InvalidArgumentError } from '../errors.ts';
import type { Derivatives, NoisyActivation } from './noisy-activation.ts';

/** Parameters of an activation over an array. */
export interface ArrayParameters {
  /** Learned slope: one number, or one per unit; x is then read as [..., units]. */
  readonly p: number | Float32Array;
  /** Noise scale. */
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
 * @throws {@link InvalidArgumentError} if lengths do not fit or p or c is not finite.
 */
export function activate(
  phi: NoisyActivation,
  x: Float32Array,
  { p, c }: ArrayParameters,
  xi: Float32Array,
): Float32Array {
  const slopes = checkedSlopes('activate', x, p);
  checkLength('activate', 'xi', xi, x);
  return x.map((each, e) => phi.value(each, slopes[e % slopes.length]!, c, xi[e]!));
}

/** Test-time expectation of each element; arguments as {@link activate}. */
export function activateExpected(
  phi: NoisyActivation,
  x: Float32Array,
  { p, c }: ArrayParameters,
): Float32Array {
  const slopes = checkedSlopes('activateExpected', x, p);
  return x.map((each, e) => phi.expectation(each, slopes[e % slopes.length]!, c));
}

/**
 * Gradients of `sum(dy * activate(phi, x, { p, c }, xi))`.
 *
 * @param dy - Gradient of the loss in each output, as many elements as x.
 */
export function activateGradients(
  phi: NoisyActivation,
  x: Float32Array,
  { p, c }: ArrayParameters,
  xi: Float32Array,
  dy: Float32Array,
): ArrayGradients {
  checkLength('activateGradients', 'xi', xi, x);
  return accumulate('activateGradients', x, p, dy, (each, slope, e) =>
    phi.derivatives(each, slope, c, xi[e]!),
  );
}

/** Gradients of `sum(dy * activateExpected(phi, x, { p, c }))`. */
export function activateExpectedGradients(
  phi: NoisyActivation,
  x: Float32Array,
  { p, c }: ArrayParameters,
  dy: Float32Array,
): ArrayGradients {
  return accumulate('activateExpectedGradients', x, p, dy, (each, slope) =>
    phi.expectationDerivatives(each, slope, c),
  );
}

function accumulate(
  where: string,
  x: Float32Array,
  p: number | Float32Array,
  dy: Float32Array,
  derivatives: (x: number, p: number, e: number) => Derivatives,
): ArrayGradients {
  const slopes = checkedSlopes(where, x, p);
  checkLength(where, 'dy', dy, x);
  const gradientP = new Float64Array(slopes.length);
  let gradientC = 0;
  const gradientX = x.map((each, e) => {
    const unit = e % slopes.length;
    const d = derivatives(each, slopes[unit]!, e);
    gradientP[unit]! += dy[e]! * d.p;
    gradientC += dy[e]! * d.c;
    return dy[e]! * d.x;
  });
  return { x: gradientX, p: Float32Array.from(gradientP), c: gradientC };
}

function checkedSlopes(
  where: string,
  x: Float32Array,
  p: number | Float32Array,
): Float32Array | readonly [number] {
  if (typeof p === 'number') return [p];
  if (p.length === 0 || x.length % p.length !== 0) {
    const rule = `have a length that divides the ${x.length} elements of x`;
    throw new InvalidArgumentError({ where, argument: 'p', value: p, rule });
  }
  return p;
}

function checkLength(where: string, argument: string, array: Float32Array, x: Float32Array): void {
  if (array.length === x.length) return;
  throw new InvalidArgumentError({
    where,
    argument,
    value: array,
    rule: `have the ${x.length} elements of x`,
  });
}
