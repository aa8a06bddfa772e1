import type { BinaryFunction, Loop, UnaryFunction, Value } from '@unsaturate/scan';
import { binaryFunctions, reductions, unaryFunctions } from '../../../scan/src/graph/functions.ts';

export { binaryFunctions as binaryReference } from '../../../scan/src/graph/functions.ts';

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
    memory[place] = combine === 'set' ? next : reductions[combine].combine(memory[place]!, next);
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

/**
 * Each function by the name that a graph gives it, in float64: the meaning that graphs have, but for the step of NaN,
 * which this package keeps as tfjs does.
 */
export const unaryReference: typeof unaryFunctions = {
  ...unaryFunctions,
  step: (x) => (Number.isNaN(x) ? x : unaryFunctions.step(x)),
};

const mathFunctions: LoopFunctions = {
  unary: (fn, x) => unaryReference[fn](x),
  binary: (fn, a, b) => binaryFunctions[fn](a, b),
};
