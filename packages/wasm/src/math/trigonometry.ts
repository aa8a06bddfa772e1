import { polynomial, type VectorOps } from './vector-ops.ts';

// pi / 2 in parts; the first three have 8 bits, so that their products with a whole number below 2^16 are exact.
const halfPi = [1.5703125, 0.0004825592041015625, 1.2665987014770508e-6, 9.920935184482005e-10];

// On |r| <= pi / 4 (Cephes, sinf and cosf): sin(r) = r + r^3 P(r^2), cos(r) = 1 - r^2 / 2 + r^4 P(r^2).
const sinCoefficients = [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4];
const cosCoefficients = [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5];

/** sin(x + quarters pi / 2). */
function shiftedSine<V>(v: VectorOps<V>, x: V, quarters: number): V {
  const k = v.nearest(v.mul(x, v.constant(2 / Math.PI)));
  const r = halfPi.reduce((rest, part) => v.madd(k, v.constant(-part), rest), x);
  const square = v.mul(r, r);
  const sine = v.madd(v.mul(polynomial(v, square, sinCoefficients), square), r, r);
  const fourth = v.mul(square, square);
  const high = v.madd(square, v.constant(-0.5), v.constant(1));
  const cosine = v.madd(polynomial(v, square, cosCoefficients), fourth, high);

  const turn = v.add(k, v.constant(quarters));
  const quarter = v.sub(turn, v.mul(v.floor(v.mul(turn, v.constant(0.25))), v.constant(4)));
  const [one, two, three] = [v.constant(1), v.constant(2), v.constant(3)];
  const takesCosine = v.or(v.equal(quarter, one), v.equal(quarter, three));
  const flips = v.and(v.lessEqual(two, quarter), v.bits(0x80000000));
  const value = v.xor(v.select(takesCosine, cosine, sine), flips);
  // Nothing is left of a huge x once whole turns are taken out: stay in the range.
  return v.least(v.most(value, v.constant(-1)), one);
}

/**
 * `sin(x)` with an absolute error of at most 2^-23 for |x| <= 1e5, and within 2 ulp for |x| <= pi / 4.
 *
 * The error grows with |x| beyond; the result stays in [-1, 1]. 0 of zeros, x of denormals, NaN of infinities and
 * NaN.
 */
export function sin<V>(v: VectorOps<V>, x: V): V {
  return shiftedSine(v, x, 0);
}

/**
 * `cos(x)` with an absolute error of at most 2^-23 for |x| <= 1e5, and within 2 ulp for |x| <= pi / 4.
 *
 * The error grows with |x| beyond; the result stays in [-1, 1]. NaN of infinities and NaN.
 */
export function cos<V>(v: VectorOps<V>, x: V): V {
  return shiftedSine(v, x, 1);
}
