import { log } from '../math/log.ts';
import { polynomial, type VectorOps } from '../math/vector-ops.ts';

// Giles' polynomials in w - 5/2 and sqrt(w) - 3, from the constant on.
const central = [
  1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-6, -3.5233877e-6,
  3.43273939e-7, 2.81022636e-8,
];
const tail = [
  2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844, 0.00134934322,
  0.000100950558, -0.000200214257,
];

/**
 * A standard normal from a random word, `xi = sqrt(2) erfinv(v)` with `v = u - 1`, `u = ((word >>> 9) + 0.5) 2^-22`.
 *
 * u, v and 2 - u are exact in float32, so `w = -log((1 - v)(1 + v)) = -log(u (2 - u))` is as good as the logarithm: near
 * v = 0 its error of 2^-24 hardly moves the polynomial, near 1 none of its digits cancel.
 *
 * @see Giles 2010, "Approximating the erfinv function", table 5.
 */
export function normalFromWord<V>(v: VectorOps<V>, word: V): V {
  const high = v.and(v.shiftRight(word, 9), v.bits(0x7fffff));
  const u = v.mul(v.add(v.toFloat(high), v.constant(0.5)), v.constant(2 ** -22));
  const w = v.neg(log(v, v.mul(u, v.sub(v.constant(2), u))));
  const p = v.select(
    v.less(w, v.constant(5)),
    polynomial(v, v.sub(w, v.constant(2.5)), central),
    polynomial(v, v.sub(v.sqrt(w), v.constant(3)), tail),
  );
  return v.mul(v.mul(v.sub(u, v.constant(1)), v.constant(Math.SQRT2)), p);
}
