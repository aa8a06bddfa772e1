import { bases } from '@unsaturate/core';
import type { BinaryFunction, Reduction, UnaryFunction } from './graph.ts';

const logical = (holds: boolean): number => (holds ? 1 : 0);

/**
 * What the elementwise functions of one argument mean, in float64. Comparisons with NaN are false, as everywhere in
 * JavaScript, so sign and step of NaN are 0; every number but 0 is true, NaN included, as in `select`.
 */
export const unaryFunctions: Readonly<Record<UnaryFunction, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => logical(x > 0) - logical(x < 0),
  floor: Math.floor,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  sigmoid: bases.sigmoid.h,
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  step: (x) => logical(x > 0),
  not: (x) => logical(x === 0),
  sin: Math.sin,
  cos: Math.cos,
};

/** What the elementwise functions of two arguments mean, in float64. */
export const binaryFunctions: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  pow: (a, b) => a ** b,
  equal: (a, b) => logical(a === b),
  notEqual: (a, b) => logical(a !== b),
  less: (a, b) => logical(a < b),
  lessEqual: (a, b) => logical(a <= b),
  greater: (a, b) => logical(a > b),
  greaterEqual: (a, b) => logical(a >= b),
  and: (a, b) => logical(a !== 0 && b !== 0),
  or: (a, b) => logical(a !== 0 || b !== 0),
};

/** How a reduction starts, which is its value over no elements, and how it goes on. */
export const reductions: Readonly<
  Record<Reduction, { readonly start: number; readonly combine: (a: number, b: number) => number }>
> = {
  sum: { start: 0, combine: binaryFunctions.add },
  prod: { start: 1, combine: binaryFunctions.mul },
  max: { start: -Infinity, combine: binaryFunctions.max },
  min: { start: Infinity, combine: binaryFunctions.min },
};
