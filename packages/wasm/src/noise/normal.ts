import { logOfNormal } from '../math/log.ts';
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

/** From here on w is in the tail. */
const seam = 5;

/** What both polynomials start from. */
interface Start<V> {
  /** sqrt(2) v. */
  readonly factor: V;
  readonly w: V;
}

/**
 * `v = u - 1`, `u = ((word >>> 9) + 0.5) 2^-22`, and `w = -log((1 - v)(1 + v)) = -log(u (2 - u))`.
 *
 * u, v and 2 - u are exact in float32, so w is as good as the logarithm: near v = 0 its error of 2^-24 hardly moves the
 * polynomial, near 1 none of its digits cancel.
 */
function start<V>(v: VectorOps<V>, word: V): Start<V> {
  const u = v.mul(v.add(v.toFloat(v.shiftRightZeros(word, 9)), v.constant(0.5)), v.constant(2 ** -22));
  return {
    factor: v.mul(v.sub(u, v.constant(1)), v.constant(Math.SQRT2)),
    w: v.neg(logOfNormal(v, v.mul(u, v.sub(v.constant(2), u)))),
  };
}

/** A normal from a word, in two forms. */
export interface Normal<V> {
  /** Whether the word gives a normal in the tail: about one of 300 does. */
  readonly inTail: V;
  /** The normal if it is not in the tail. */
  readonly central: V;
  /** The normal if it is in the tail. */
  readonly tail: V;
}

/**
 * A standard normal from a random word, `xi = sqrt(2) erfinv(v)`.
 *
 * @see Giles 2010, "Approximating the erfinv function", table 5.
 */
export function normalFromWord<V>(v: VectorOps<V>, word: V): Normal<V> {
  const { factor, w } = start(v, word);
  return {
    inTail: v.lessEqual(v.constant(seam), w),
    central: v.mul(factor, polynomial(v, v.sub(w, v.constant(2.5)), central)),
    tail: v.mul(factor, polynomial(v, v.sub(v.sqrt(w), v.constant(3)), tail)),
  };
}
