import { scale } from './exp.ts';
import { split } from './log.ts';
import { polynomial, type VectorOps } from './vector-ops.ts';

// 2 / ln 2 in two parts; the first has 12 bits.
const scaleHigh = 2.884765625;
const scaleLow = 0.0006244567779268147;
// log2(m) = c s + s^3 P(s^2), s = (m - 1) / (m + 1), c = 2 / ln 2: P holds c / 3, c / 5, ...
const logCoefficients = [3, 5, 7, 9, 11].map((n) => 2 / Math.LN2 / n);
// 2^r = 1 + r P(r) on |r| <= 1/2: P holds ln(2)^n / n!.
const exp2Coefficients = [
  Math.LN2,
  0.24022650695910072,
  0.05550410866482158,
  0.009618129107628477,
  0.0013333558146428443,
  0.0001540353039338161,
  0.0000152527338040598,
];

/** A number as an unevaluated sum, `low` being some ulp of `high`. */
interface Pair<V> {
  readonly high: V;
  readonly low: V;
}

/** The first 12 bits of a number: the product of two such is exact. */
function short<V>(v: VectorOps<V>, x: V): V {
  return v.and(x, v.bits(0xfffff000));
}

/** log2(x) of finite x > 0 with about 32 correct bits. */
function log2<V>(v: VectorOps<V>, x: V): Pair<V> {
  const { mantissa, exponent } = split(v, x);
  const one = v.constant(1);
  const [f, sum] = [v.sub(mantissa, one), v.add(mantissa, one)];
  const s = v.div(f, sum);
  const sHigh = short(v, s);
  const sumHigh = short(v, sum);
  const sumLow = v.sub(mantissa, v.sub(sumHigh, one));
  const rest = v.sub(v.sub(f, v.mul(sHigh, sumHigh)), v.mul(sHigh, sumLow));
  const sLow = v.div(rest, sum);

  const z = v.mul(s, s);
  const cubic = v.mul(v.mul(s, z), polynomial(v, z, logCoefficients));
  const product = v.mul(sHigh, v.constant(scaleHigh));
  const low = v.madd(s, v.constant(scaleLow), v.madd(sLow, v.constant(scaleHigh), cubic));
  const high = v.add(exponent, product);
  const total = v.add(v.sub(product, v.sub(high, exponent)), low);
  const rounded = v.add(high, total);
  return { high: rounded, low: v.sub(total, v.sub(rounded, high)) };
}

/** 2^(high + low), |low| < 1/4 where the result is neither 0 nor Infinity. */
function exp2<V>(v: VectorOps<V>, { high, low }: Pair<V>): V {
  const clamped = v.least(v.most(high, v.constant(-152)), v.constant(130));
  const k = v.nearest(clamped);
  const r = v.add(v.sub(clamped, k), v.least(v.most(low, v.constant(-1)), v.constant(1)));
  const value = v.madd(r, polynomial(v, r, exp2Coefficients), v.constant(1));
  const rounder = 12582912;
  return scale(v, value, v.subInt(v.add(k, v.constant(rounder)), v.constant(rounder)));
}

/** `x^y` of finite x > 0. */
function powPositive<V>(v: VectorOps<V>, x: V, y: V): V {
  const logarithm = log2(v, x);
  // Any x but 1 is 0 or Infinity before y comes to 2^40.
  const exponent = v.least(v.most(y, v.constant(-(2 ** 40))), v.constant(2 ** 40));
  const [logHigh, yHigh] = [short(v, logarithm.high), short(v, exponent)];
  const logLow = v.add(v.sub(logarithm.high, logHigh), logarithm.low);
  const yLow = v.sub(exponent, yHigh);
  return exp2(v, {
    high: v.mul(yHigh, logHigh),
    low: v.madd(yLow, logHigh, v.mul(exponent, logLow)),
  });
}

/**
 * `x^y` within 2 ulp where |y| <= 20, within 5 for every finite x and y, with the special values of `Math.pow`.
 *
 * 1 where y is 0; NaN of NaN, of negative finite x where y is not whole, and of x = 1 or -1 where y is infinite. Negative
 * x (-0 and -Infinity too) give negative results where y is odd.
 */
export function pow<V>(v: VectorOps<V>, x: V, y: V): V {
  const [zero, one, infinity] = [v.constant(0), v.constant(1), v.constant(Infinity)];
  const notANumber = v.constant(Number.NaN);
  const size = v.abs(x);

  const border = v.or(v.equal(size, zero), v.equal(size, infinity));
  const grows = v.xor(v.less(y, zero), v.less(one, size));
  const atBorder = v.and(grows, infinity);
  const unsigned = v.select(border, atBorder, powPositive(v, size, y));

  const whole = v.equal(v.floor(y), y);
  const half = v.mul(y, v.constant(0.5));
  const odd = v.and(whole, v.notEqual(v.floor(half), half));
  const value = v.xor(unsigned, v.and(v.and(odd, x), v.bits(0x80000000)));

  const fractional = v.and(v.less(x, zero), v.and(v.notEqual(v.floor(y), y), v.less(size, infinity)));
  const unclear = v.and(v.equal(size, one), v.equal(v.abs(y), infinity));
  const unknown = v.or(v.or(v.notEqual(x, x), v.notEqual(y, y)), v.or(fractional, unclear));
  return v.select(v.equal(y, zero), one, v.select(unknown, notANumber, value));
}
