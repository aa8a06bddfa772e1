import type { Loop, View } from '@unsaturate/scan';
import { instantiate } from '../assembler/index.ts';
import { compileLoops } from '../loops/compile-loops.ts';
import { binaryFormulas, scalarOps, unaryFormulas } from '../math/index.ts';
import { fromBits, toBits } from '../math/scalar-ops.ts';
import type { LoopFunctions } from './loop-reference.ts';

const at = { buffer: 0, offset: 0, block: 0 } as const;

/** Where the elements of a view are, from its first one: lowest and highest. */
function extent({ strides }: View, dims: readonly number[]): readonly [number, number] {
  const steps = strides.map((stride, axis) => stride * (dims[axis]! - 1));
  const total = (keep: (step: number) => boolean): number => steps.filter(keep).reduce((a, b) => a + b, 0);
  return [total((step) => step < 0), total((step) => step > 0)];
}

/** Runs a loop compiled and by `reference`; the views lie one after the other, the last at the very end of memory. */
export function both(
  loop: Loop,
  rounds: number,
  relaxed: boolean,
  fill: (i: number) => number,
  reference: (memory: Float32Array, starts: readonly number[]) => void,
): { got: Float32Array; expected: Float32Array } {
  const dims = loop.dims.map((size, axis) => (axis === 0 ? rounds : size));
  const extents = [...loop.loads, ...loop.stores].map((view) => extent(view, dims));
  const used = extents.reduce((sum, [low, high]) => sum + high - low + 1, 0);
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(used / 16384)) });
  const got = new Float32Array(memory.buffer);
  for (let i = 0; i < got.length; i++) got[i] = fill(i);
  let next = got.length - used;
  const starts = extents.map(([low, high]) => {
    const start = next - low;
    next += high - low + 1;
    return start;
  });
  const expected = got.slice();
  reference(expected, starts);
  const { loop0 } = instantiate<'loop0'>(compileLoops([loop], { relaxed }), memory);
  loop0(...starts.map((start) => 4 * start), rounds);
  return { got, expected };
}

/** The formulas of the compiled code, so that a step or a floor falls on the same side. */
export function formulaFunctions(fused: boolean): LoopFunctions {
  const v = scalarOps(fused);
  return {
    unary: (fn, x) => fromBits(unaryFormulas[fn](v, toBits(x))),
    binary: (fn, a, b) => fromBits(binaryFormulas[fn](v, toBits(a), toBits(b))),
  };
}

/** Whether this machine's relaxed multiply-add rounds once: 1 - (1 + 2^-23) (1 - 2^-23) is 0 if it rounds twice. */
export function fuses(relaxed: boolean): boolean {
  const loop: Loop = {
    kind: 'loop',
    dims: [1],
    timesSteps: false,
    loads: [{ ...at, strides: [1] }],
    values: [
      { op: 'load', load: 0 },
      { op: 'unary', fn: 'exp', args: [0] },
    ],
    stores: [{ ...at, strides: [1], value: 1, combine: 'set' }],
  };
  // A number whose exponential differs between the two ways of rounding.
  const [once, twice] = [formulaFunctions(true), formulaFunctions(false)];
  const telling = Array.from({ length: 1000 }, (_, i) => Math.fround(i / 1009)).find(
    (x) => once.unary('exp', x) !== twice.unary('exp', x),
  )!;
  const { got } = both(
    loop,
    1,
    relaxed,
    () => telling,
    () => {},
  );
  return got.at(-1) === once.unary('exp', telling);
}

/** Elements that differ by more than a part of them, as lines to read; zeros are the same, and so are NaNs. */
export function differences(got: Float32Array, expected: Float32Array, tolerance: number): string[] {
  const wrong: string[] = [];
  got.forEach((value, i) => {
    const exact = expected[i]!;
    const near = Math.abs(value - exact) <= tolerance * Math.max(1e-30, Math.abs(exact));
    if (!near && value !== exact && !(Number.isNaN(value) && Number.isNaN(exact))) {
      wrong.push(`${i}: ${value} instead of ${exact}`);
    }
  });
  return wrong;
}
