import { expOfMinusAbs } from './exp.ts';
import { polynomial, type VectorOps } from './vector-ops.ts';

// ln 2 in two parts; the first has so few bits that its product with an exponent is exact.
const ln2High = 0.693138122558594;
const ln2Low = 9.058000614459161e-6;
// log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + z P(z)), s = f / (2 + f), z = s^2 (fdlibm, logf).
const coefficients = [0.666666626930236816, 0.400009721517562866, 0.284987866878509521, 0.242790788412094116];

const sqrtHalfBits = 0x3f3504f3;
const mantissaBits = 0x007fffff;

/** x = mantissa 2^exponent, mantissa in [sqrt(1/2), sqrt(2)), exponent as float; for finite x > 0 that are not denormal. */
function splitNormal<V>(v: VectorOps<V>, x: V): { mantissa: V; exponent: V } {
  const shifted = v.subInt(x, v.bits(sqrtHalfBits));
  return {
    mantissa: v.addInt(v.and(shifted, v.bits(mantissaBits)), v.bits(sqrtHalfBits)),
    exponent: v.toFloat(v.shiftRight(shifted, 23)),
  };
}

/** As {@link splitNormal}, denormal x included. */
export function split<V>(v: VectorOps<V>, x: V): { mantissa: V; exponent: V } {
  const denormal = v.less(x, v.constant(2 ** -126));
  const { mantissa, exponent } = splitNormal(v, v.select(denormal, v.mul(x, v.constant(2 ** 23)), x));
  return { mantissa, exponent: v.add(exponent, v.and(denormal, v.constant(-23))) };
}

/** log(mantissa 2^exponent) + correction, for a correction of some ulp. */
function logOfParts<V>(v: VectorOps<V>, mantissa: V, exponent: V, correction: V): V {
  const f = v.sub(mantissa, v.constant(1));
  const s = v.div(f, v.add(f, v.constant(2)));
  const z = v.mul(s, s);
  const rest = v.mul(z, polynomial(v, z, coefficients));
  const halfSquare = v.mul(v.mul(f, f), v.constant(0.5));
  const low = v.madd(exponent, v.constant(ln2Low), correction);
  const tail = v.sub(v.madd(s, v.add(halfSquare, rest), low), halfSquare);
  return v.madd(exponent, v.constant(ln2High), v.add(tail, f));
}

/** `result` where lowest < x < Infinity; -Infinity at lowest, NaN below it, x of Infinity and NaN. */
function withBorders<V>(v: VectorOps<V>, x: V, lowest: number, result: V): V {
  const [low, infinity] = [v.constant(lowest), v.constant(Infinity)];
  const outside = v.select(v.less(x, low), v.constant(Number.NaN), x);
  const border = v.select(v.equal(x, low), v.constant(-Infinity), outside);
  return v.select(v.and(v.less(low, x), v.less(x, infinity)), result, border);
}

/** {@link log} for finite x > 0 that are not denormal. */
export function logOfNormal<V>(v: VectorOps<V>, x: V): V {
  const { mantissa, exponent } = splitNormal(v, x);
  return logOfParts(v, mantissa, exponent, v.constant(0));
}

/**
 * The natural logarithm within 1 ulp, denormal x included.
 *
 * -Infinity of 0 and -0, NaN below and of NaN, Infinity of Infinity.
 */
export function log<V>(v: VectorOps<V>, x: V): V {
  const { mantissa, exponent } = split(v, x);
  return withBorders(v, x, 0, logOfParts(v, mantissa, exponent, v.constant(0)));
}

/** log(1 + x) for finite x > -1: the logarithm of u = 1 + x, corrected by what the sum lost over u. */
function log1pInside<V>(v: VectorOps<V>, x: V): V {
  const one = v.constant(1);
  const u = v.add(one, x);
  const back = v.sub(u, one);
  const lost = v.add(v.sub(one, v.sub(u, back)), v.sub(x, back));
  const { mantissa, exponent } = splitNormal(v, u);
  return logOfParts(v, mantissa, exponent, v.div(lost, u));
}

/**
 * `log(1 + x)` within 1 ulp.
 *
 * x where |x| < 2^-25 (zeros and denormals too), -Infinity of -1, NaN below and of NaN, Infinity of Infinity.
 */
export function log1p<V>(v: VectorOps<V>, x: V): V {
  const tiny = v.less(v.abs(x), v.constant(2 ** -25));
  return v.select(tiny, x, withBorders(v, x, -1, log1pInside(v, x)));
}

/**
 * `log(1 + e^x) = max(x, 0) + log1p(e^-|x|)` within 2 ulp, denormal results included; never overflows.
 *
 * 0 of -Infinity, Infinity of Infinity, NaN of NaN.
 */
export function softplus<V>(v: VectorOps<V>, x: V): V {
  return v.add(v.most(x, v.constant(0)), log1pInside(v, expOfMinusAbs(v, x)));
}
