import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import type { Instruction, Plan, PlanBuffer, ScanRun } from '@unsaturate/scan';
import { activeBackend } from '../../target/backend.ts';
import { beginExecution } from '../../target/execution.ts';
import { blockCount } from '../../target/layout.ts';
import { createProgram } from '../../target/program.ts';
import { inputBuffer, outputTensor } from '../../target/tensors.ts';
import { interpretPlan } from '../../../../scan/src/plan/interpret.ts';

/** A plan that runs some instructions over buffers, forward: in each step, or once before. */
export function planOf(
  buffers: readonly PlanBuffer[],
  part: 'before' | 'step',
  instructions: readonly Instruction[],
): Plan {
  const phase = { before: [], step: [], after: [], forInput: [], [part]: instructions };
  const inputs = Object.fromEntries(buffers.map(({ name }, buffer) => [name, buffer]));
  return {
    buffers,
    inputs,
    outputs: {},
    kept: [],
    cotangents: {},
    gradients: {},
    forward: phase,
    backward: null,
  };
}

const key = [3, 4] as const;
/** Where the noise of these runs begins, and the sites of a step. */
export const noise: NonNullable<ScanRun['noise']> = { key, base: 5, sites: 3 };

/** Runs a plan forward over given contents of its buffers; gives what is in them then. */
export async function runOnGpu(
  plan: Plan,
  time: number,
  contents: readonly Float32Array[],
): Promise<Float32Array[]> {
  await tf.setBackend('webgpu');
  const backend = activeBackend();
  const execution = beginExecution(
    backend,
    createProgram(plan, backend.device),
    'forward',
    { time, reverse: false, noise },
    1,
  );
  const blocks = plan.buffers.map(({ kind }) =>
    Array.from({ length: blockCount(kind, time) }, (_, block) => block),
  );
  const each = <Result>(run: (buffer: number, block: number, size: number) => Result): Result[][] =>
    plan.buffers.map(({ size }, buffer) => blocks[buffer]!.map((block) => run(buffer, block, size)));
  each((buffer, block, size) => {
    const tensor = tf.tensor1d(contents[buffer]!.slice(block * size, (block + 1) * size));
    execution.copy('in', inputBuffer(backend, tensor).memory, buffer, block);
    tensor.dispose();
  });
  execution.run();
  const results = each((buffer, block, size) => {
    const { tensor, memory } = outputTensor(backend, [size]);
    execution.copy('out', memory, buffer, block);
    return tensor;
  });
  execution.release();
  const values: Float32Array[] = [];
  for (const [buffer, tensors] of results.entries()) {
    const { size } = plan.buffers[buffer]!;
    const all = new Float32Array(size * tensors.length);
    for (const [block, tensor] of tensors.entries()) all.set(await tensor.data(), block * size);
    tf.dispose(tensors);
    values.push(all);
  }
  return values;
}

/** The same by the interpreter of plans, in float64. */
export function interpreted(plan: Plan, time: number, contents: readonly Float32Array[]): Float64Array[] {
  const run = interpretPlan(plan, time, () => Number.NaN);
  run.buffers.forEach((buffer, i) => buffer.set(contents[i]!));
  run.run(plan.forward, 'forward');
  return [...run.buffers];
}

/** Normals, different for each seed. */
export function contentsOf(buffers: readonly PlanBuffer[], time: number, seed: number): Float32Array[] {
  return buffers.map(({ kind, size }, i) =>
    fillNormals([seed, i], 0, new Float32Array(size * blockCount(kind, time))),
  );
}

/** The largest difference, relative to the largest magnitude or 1. */
export function apart(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): number {
  let [error, scale] = [0, 1];
  expected.forEach((values, buffer) => {
    for (let i = 0; i < values.length; i++) {
      if (Object.is(actual[buffer]![i], values[i])) continue;
      const each = Math.abs(actual[buffer]![i]! - values[i]!);
      error = Math.max(error, Number.isNaN(each) ? Infinity : each);
      scale = Math.max(scale, Math.abs(values[i]!));
    }
  });
  return error / scale;
}
