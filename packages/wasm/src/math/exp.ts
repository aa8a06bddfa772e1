import { polynomial, type VectorOps } from './vector-ops.ts';

// Adding 1.5 * 2^23 rounds to a whole number, which is then in the low bits.
const rounder = 12582912;
const rounderBits = 0x4b400000;

// ln 2 in two parts; the first has so few bits that its product with a whole number below 2^12 is exact.
const ln2High = 0.693359375;
const ln2Low = -2.1219444e-4;

// exp(r) = 1 + r + r^2 P(r) on |r| <= ln(2) / 2 (Cephes, expf).
const expCoefficients = [
  5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.39819995e-3, 1.98756915e-4,
];
// tanh(x) = x + x^3 P(x^2) on |x| < 0.625 (Cephes, tanhf).
const tanhCoefficients = [
  -3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3,
];

/** exp(x) = mantissa 2^exponent, mantissa in [0.7, 1.42], exponent an integer. For |x| < 2000. */
function expParts<V>(v: VectorOps<V>, x: V): { mantissa: V; exponent: V } {
  const rounded = v.madd(x, v.constant(Math.LOG2E), v.constant(rounder));
  const k = v.sub(rounded, v.constant(rounder));
  const r = v.madd(k, v.constant(-ln2Low), v.madd(k, v.constant(-ln2High), x));
  const tail = v.madd(polynomial(v, r, expCoefficients), v.mul(r, r), r);
  return {
    mantissa: v.add(tail, v.constant(1)),
    exponent: v.subInt(rounded, v.bits(rounderBits)),
  };
}

/** 2^k of an integer from -126 to 127. */
function powerOfTwo<V>(v: VectorOps<V>, k: V): V {
  return v.shiftLeft(v.addInt(k, v.bits(127)), 23);
}

/** `x 2^k` of an integer k from -252 to 254, rounded once or twice where the result is denormal. */
export function scale<V>(v: VectorOps<V>, x: V, k: V): V {
  const half = v.shiftRight(k, 1);
  return v.mul(v.mul(x, powerOfTwo(v, half)), powerOfTwo(v, v.subInt(k, half)));
}

/**
 * `e^x` within 1 ulp, denormal results included.
 *
 * 0 from about -104 down, Infinity from 88.73 up, NaN of NaN.
 */
export function exp<V>(v: VectorOps<V>, x: V): V {
  const clamped = v.least(v.most(x, v.constant(-105)), v.constant(89));
  const { mantissa, exponent } = expParts(v, clamped);
  return scale(v, mantissa, exponent);
}

/** `e^-|x|` within 1 ulp: what functions that must not overflow use. */
export function expOfMinusAbs<V>(v: VectorOps<V>, x: V): V {
  const { mantissa, exponent } = expParts(v, v.most(v.neg(v.abs(x)), v.constant(-105)));
  return scale(v, mantissa, exponent);
}

/**
 * `1 / (1 + e^-x)` within 2.5 ulp, denormal results included; never overflows.
 *
 * With e = e^-|x|: 1 / (1 + e) from 0 up, e / (1 + e) below. 0 of -Infinity, 1 of Infinity, NaN of NaN.
 */
export function sigmoid<V>(v: VectorOps<V>, x: V): V {
  const one = v.constant(1);
  const e = expOfMinusAbs(v, x);
  return v.div(v.select(v.less(x, v.constant(0)), e, one), v.add(one, e));
}

/**
 * `tanh(x)` within 1.5 ulp; never overflows.
 *
 * x + x^3 P(x^2) where |x| < 0.625, else the sign of x times 1 - 2 / (e^(2 |x|) + 1). x of zeros and denormals, -1 and 1
 * of the infinities, NaN of NaN.
 */
export function tanh<V>(v: VectorOps<V>, x: V): V {
  const size = v.abs(x);
  const square = v.mul(x, x);
  const small = v.madd(v.mul(polynomial(v, square, tanhCoefficients), square), x, x);

  // From 9.02 on the result is 1.
  const clamped = v.least(size, v.constant(10));
  const { mantissa, exponent } = expParts(v, v.add(clamped, clamped));
  const e = v.mul(mantissa, powerOfTwo(v, exponent));
  const large = v.sub(v.constant(1), v.div(v.constant(2), v.add(e, v.constant(1))));
  const value = v.select(v.less(size, v.constant(0.625)), small, large);
  return v.or(value, v.and(x, v.bits(0x80000000)));
}
