import { fillNormals } from '@unsaturate/core';
import type { BinaryFunction, PlanBuffer, UnaryFunction, Value, View } from '@unsaturate/scan';
import { binaryFunctions, unaryFunctions } from '../../../../scan/src/graph/functions.ts';
import { planOf, runOnGpu } from './run-on-gpu.ts';

const special = [0, 1e-6, 0.25, 0.5, 0.625, 1, 2, 3, 10, 50, 87, 1e4];
const around = [...special, ...special.map((x) => -x)];
const scattered = fillNormals([1, 2], 3, new Float64Array(2000)).map((x) => x * Math.abs(x) * 3);

/** Where a function is looked at: where it is defined, and where float32 can hold its value. */
const domains: Partial<Record<UnaryFunction, (x: number) => boolean>> = {
  log: (x) => x > 0,
  sqrt: (x) => x >= 0,
  rsqrt: (x) => x > 0,
  log1p: (x) => x > -1,
  exp: (x) => x < 88,
  // Beyond, taking away whole turns leaves too few digits.
  sin: (x) => Math.abs(x) < 1000,
  cos: (x) => Math.abs(x) < 1000,
};

/** For each function, the largest error relative to its magnitude or 1e-3: WGSL promises little for small values. */
export async function functionErrors(): Promise<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const [name, exact] of Object.entries(unaryFunctions) as [UnaryFunction, (x: number) => number][]) {
    const inside = [...around, ...scattered].map(Math.fround).filter((x) => domains[name]?.(x) ?? true);
    errors[name] = await errorOf(
      { op: 'unary', fn: name, args: [0] },
      inside.map((x) => [x, 0]),
      exact,
    );
  }
  for (const [name, exact] of Object.entries(binaryFunctions) as [
    BinaryFunction,
    (a: number, b: number) => number,
  ][]) {
    const pairs = around
      .flatMap((a) => around.map((b) => [Math.fround(a), Math.fround(b)] as const))
      .filter(([a, b]) => {
        const value = exact(a, b);
        return Number.isFinite(Math.fround(value)) && (Math.abs(value) > 1e-37 || value === 0);
      });
    errors[name] = await errorOf({ op: 'binary', fn: name, args: [0, 1] }, pairs, exact);
  }
  return errors;
}

async function errorOf(
  value: Value,
  pairs: readonly (readonly [number, number])[],
  exact: (a: number, b: number) => number,
): Promise<number> {
  const size = pairs.length;
  const buffers = ['a', 'b', 'c'].map((name): PlanBuffer => ({ name, kind: 'once', size }));
  const at = (buffer: number): View => ({ buffer, offset: 0, block: 0, strides: [1] });
  const plan = planOf(buffers, 'before', [
    {
      kind: 'loop',
      dims: [size],
      timesSteps: false,
      loads: [at(0), at(1)],
      values: [{ op: 'load', load: 0 }, { op: 'load', load: 1 }, value],
      stores: [{ ...at(2), value: 2, combine: 'set' }],
    },
  ]);
  const contents = [0, 1].map((i) => Float32Array.from(pairs.map((pair) => pair[i]!)));
  const results = await runOnGpu(plan, 1, [...contents, new Float32Array(size)]);
  const errors = pairs.map(([a, b], i) => {
    const expected = exact(a, b);
    return Math.abs(results[2]![i]! - expected) / Math.max(Math.abs(expected), 1e-3);
  });
  return errors.some(Number.isNaN) ? Infinity : Math.max(...errors);
}
