import * as tf from '@tensorflow/tfjs-core';
import {
  type ElementwiseArguments,
  type Plan,
  planElementwise,
  UntraceableStepError,
} from '@unsaturate/scan';
import type { ElementwiseFunction, ElementwiseKernel } from '@unsaturate/tfjs';
import type { Engine } from '../target/engine.ts';
import { createExecutor, type Executor } from '../target/run-plan.ts';
import { emptyTensor, valuesOf } from '../target/tensors.ts';
import { boundedCache } from './bounded-cache.ts';

/** Elements computed at a time: as many as stay in the second cache, for three results of four tensors. */
const longest = 2 ** 15;
const shortest = 2 ** 6;

/** A function compiled for chunks of `length` elements. */
interface Compiled {
  readonly plan: Plan;
  readonly length: number;
  readonly executor: Executor;
}

type Tensors = Readonly<Record<string, tf.Tensor>>;
type Numbers = Readonly<Record<string, number>>;
type Functions = ReturnType<typeof boundedCache<{ readonly compiled: Compiled | null }>>;

/**
 * An elementwise function in one pass over its tensors: recorded and compiled for a chunk of elements, and run chunk by
 * chunk between the memory of tfjs and that of the engine.
 */
export function createElementwiseKernel(engine: () => Engine): ElementwiseKernel {
  const known = new WeakMap<ElementwiseFunction, Functions>();
  // Functions that do the same, and one function for several shapes, share what was compiled.
  const executors = boundedCache<Executor>();
  const functionsOf = (fn: ElementwiseFunction): Functions => {
    const functions: Functions = known.get(fn) ?? boundedCache();
    known.set(fn, functions);
    return functions;
  };
  const compile = (fn: ElementwiseFunction, inputs: Tensors, scalars: Numbers): Compiled | null => {
    const { shape, size } = Object.values(inputs)[0]!;
    const length = Math.min(longest, Math.max(shortest, 2 ** Math.ceil(Math.log2(size))));
    const plan = planOf(fn, { tensors: Object.keys(inputs), scalars: Object.keys(scalars), shape }, length);
    if (plan === undefined) return null;
    const executor = executors(keyOf(plan), () => createExecutor(plan, engine(), 'elementwise'));
    return { plan, length, executor };
  };

  return (fn, inputs, scalars) => {
    const { shape, size } = Object.values(inputs)[0]!;
    // Debug mode looks at the result of every op.
    if (size < 2 || tf.env().getBool('DEBUG')) return null;
    const key = JSON.stringify([shape, Object.keys(inputs), Object.keys(scalars)]);
    const { compiled } = functionsOf(fn)(key, () => ({ compiled: compile(fn, inputs, scalars) }));
    return compiled && run(compiled, inputs, scalars);
  };
}

function planOf(fn: ElementwiseFunction, args: ElementwiseArguments, length: number): Plan | undefined {
  try {
    return planElementwise(
      (tensors, scalars) => fn(tensors, scalars as Record<string, tf.Scalar>),
      args,
      length,
    );
  } catch (error) {
    if (error instanceof UntraceableStepError) return undefined;
    throw error;
  }
}

/** Plans of one key are the same. */
function keyOf(plan: Plan): string {
  return JSON.stringify(plan, (_, value: unknown) =>
    typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : value,
  );
}

function run({ plan, length, executor }: Compiled, inputs: Tensors, scalars: Numbers): Tensors {
  const memory = executor.begin(1);
  try {
    for (const [name, value] of Object.entries(scalars)) {
      const buffer = plan.inputs[`scale/${name}`];
      if (buffer !== undefined) memory.write(buffer, [value]);
    }
    const { shape, size } = Object.values(inputs)[0]!;
    const reads = Object.entries(inputs).flatMap(([name, tensor]) => {
      const buffer = plan.inputs[`state/${name}`];
      return buffer === undefined ? [] : [{ buffer, tensor }];
    });
    const writes = Object.entries(plan.outputs).map(([name, { buffer, block }]) => {
      return { name: name.slice('state/'.length), buffer, at: block * length, tensor: emptyTensor(shape) };
    });
    for (let start = 0; start < size; start += length) {
      const end = Math.min(start + length, size);
      for (const { buffer, tensor } of reads) {
        // Memory first: where it grows, the values of a tensor may move.
        const to = memory.read(buffer);
        to.set(valuesOf(tensor).subarray(start, end));
      }
      memory.run('forward');
      for (const { buffer, at, tensor } of writes) {
        valuesOf(tensor).set(memory.read(buffer).subarray(at, at + end - start), start);
      }
    }
    return Object.fromEntries(writes.map(({ name, tensor }) => [name, tensor]));
  } finally {
    memory.keepOnly(new Set());
  }
}
