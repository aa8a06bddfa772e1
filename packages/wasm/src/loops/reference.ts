import type { BinaryFunction, Loop, Reduction, UnaryFunction, Value } from '@unsaturate/scan';

/** The functions that a loop computes with. */
export interface LoopFunctions {
  readonly unary: (fn: UnaryFunction, x: number) => number;
  readonly binary: (fn: BinaryFunction, a: number, b: number) => number;
}

/**
 * What a loop means, element by element in row-major order; each value is rounded to float32.
 *
 * @param memory - Holds all views.
 * @param starts - Index in `memory` of the first element of each view: the loads, then the stores.
 * @param rounds - The size of dims[0], times T if the loop says so; of no meaning without dims.
 * @param functions - Default: those of JavaScript.
 */
export function runLoop(
  loop: Loop,
  memory: Float32Array,
  starts: readonly number[],
  rounds: number,
  functions: LoopFunctions = mathFunctions,
): void {
  const dims = loop.dims.map((size, axis) => (axis === 0 ? rounds : size));
  const visit = (index: readonly number[]): void => {
    const size = dims[index.length];
    if (size === undefined) runElement(loop, memory, starts, index, functions);
    else for (let i = 0; i < size; i++) visit([...index, i]);
  };
  visit([]);
}

function runElement(
  { loads, values, stores }: Loop,
  memory: Float32Array,
  starts: readonly number[],
  index: readonly number[],
  functions: LoopFunctions,
): void {
  const places = [...loads, ...stores].map(({ strides }, view) =>
    index.reduce((place, i, axis) => place + i * strides[axis]!, starts[view]!),
  );
  const loaded = loads.map((_, i) => memory[places[i]!]!);
  const known: number[] = [];
  for (const value of values) known.push(Math.fround(compute(value, known, loaded, functions)));
  stores.forEach(({ value, combine }, i) => {
    const place = places[loads.length + i]!;
    const next = known[value]!;
    memory[place] = combine === 'set' ? next : combined[combine](memory[place]!, next);
  });
}

function compute(
  value: Value,
  known: readonly number[],
  loaded: readonly number[],
  { unary, binary }: LoopFunctions,
): number {
  if (value.op === 'load') return loaded[value.load]!;
  if (value.op === 'fill') return value.value;
  const [a, b, c] = value.args.map((arg) => known[arg]!) as [number, number, number];
  if (value.op === 'unary') return unary(value.fn, a);
  if (value.op === 'binary') return binary(value.fn, a, b);
  return a !== 0 ? b : c;
}

const combined: Readonly<Record<Reduction, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  prod: (a, b) => a * b,
  max: Math.max,
  min: Math.min,
};

/** Each function by the name that a graph gives it, in float64. */
export const unaryReference: Readonly<Record<UnaryFunction, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => Number(x > 0) - Number(x < 0),
  floor: Math.floor,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  step: (x) => (Number.isNaN(x) ? x : Number(x > 0)),
  not: (x) => Number(x === 0),
  sin: Math.sin,
  cos: Math.cos,
};

/** Each function by the name that a graph gives it, in float64. */
export const binaryReference: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
  pow: Math.pow,
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};

const mathFunctions: LoopFunctions = {
  unary: (fn, x) => unaryReference[fn](x),
  binary: (fn, a, b) => binaryReference[fn](a, b),
};
