import type { BinaryFunction, UnaryFunction } from '@unsaturate/scan';
import { exp, sigmoid, tanh } from './exp.ts';
import { log, log1p, softplus } from './log.ts';
import { pow } from './pow.ts';
import { cos, sin } from './trigonometry.ts';
import type { Formula1, Formula2, VectorOps } from './vector-ops.ts';

/** A mask as 1 and 0. */
function toNumber<V>(v: VectorOps<V>, mask: V): V {
  return v.and(mask, v.constant(1));
}

/** Whether a number counts as true: everything but zeros, NaN too. */
export function isTrue<V>(v: VectorOps<V>, x: V): V {
  return v.notEqual(x, v.constant(0));
}

/** The elementwise functions of one argument; those without a docstring of their own are exact. */
export const unaryFormulas: Readonly<Record<UnaryFunction, Formula1>> = {
  neg: (v, x) => v.neg(x),
  abs: (v, x) => v.abs(x),
  sign,
  floor: (v, x) => v.floor(x),
  sqrt: (v, x) => v.sqrt(x),
  rsqrt,
  exp,
  log,
  log1p,
  sigmoid,
  tanh,
  softplus,
  step,
  not: (v, x) => toNumber(v, v.equal(x, v.constant(0))),
  sin,
  cos,
};

/** The elementwise functions of two arguments; all but `pow` are exact or rounded once. */
export const binaryFormulas: Readonly<Record<BinaryFunction, Formula2>> = {
  add: (v, a, b) => v.add(a, b),
  sub: (v, a, b) => v.sub(a, b),
  mul: (v, a, b) => v.mul(a, b),
  div: (v, a, b) => v.div(a, b),
  min: (v, a, b) => v.min(a, b),
  max: (v, a, b) => v.max(a, b),
  pow,
  equal: (v, a, b) => toNumber(v, v.equal(a, b)),
  notEqual: (v, a, b) => toNumber(v, v.notEqual(a, b)),
  less: (v, a, b) => toNumber(v, v.less(a, b)),
  lessEqual: (v, a, b) => toNumber(v, v.lessEqual(a, b)),
  greater: (v, a, b) => toNumber(v, v.less(b, a)),
  greaterEqual: (v, a, b) => toNumber(v, v.lessEqual(b, a)),
  and: (v, a, b) => toNumber(v, v.and(isTrue(v, a), isTrue(v, b))),
  or: (v, a, b) => toNumber(v, v.or(isTrue(v, a), isTrue(v, b))),
};

/** 1 above 0, -1 below, 0 at zeros and NaN, as in tfjs. */
function sign<V>(v: VectorOps<V>, x: V): V {
  const zero = v.constant(0);
  return v.sub(toNumber(v, v.less(zero, x)), toNumber(v, v.less(x, zero)));
}

/** `1 / sqrt(x)` within 1.5 ulp: Infinity at 0, NaN below, 0 at Infinity. */
function rsqrt<V>(v: VectorOps<V>, x: V): V {
  return v.div(v.constant(1), v.sqrt(x));
}

/** 1 above 0, else 0; NaN of NaN. */
function step<V>(v: VectorOps<V>, x: V): V {
  return v.select(v.equal(x, x), toNumber(v, v.less(v.constant(0), x)), x);
}
