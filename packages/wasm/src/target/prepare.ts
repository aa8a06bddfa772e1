import type * as tf from '@tensorflow/tfjs-core';
import type { BackwardRun, BufferId, NamedTensors, Plan, PreparedScan, ScanRun } from '@unsaturate/scan';
import type { Engine } from './engine.ts';
import { buffersOf } from './buffers-of.ts';
import { createExecutor, type PlanRun } from './run-plan.ts';
import { emptyTensor, tensorOf, valuesOf } from './tensors.ts';
import { fromIterations, toIterations } from './time-major.ts';

const nothing: ReadonlySet<BufferId> = new Set();

/**
 * Makes a plan ready to run on an engine, over tensors.
 *
 * @param name - What the plan computes, for profiles.
 */
export function prepare(plan: Plan, engine: Engine, name: string): PreparedScan {
  const executor = createExecutor(plan, engine, name);
  const sizeOf = (buffer: BufferId): number => plan.buffers[buffer]!.size;
  const inputs = Object.values(plan.inputs);
  const outputs = Object.values(plan.outputs).map(({ buffer }) => buffer);
  const forBackward = new Set(plan.backward === null ? [] : [...inputs, ...plan.kept]);
  const { x: gradientInX } = plan.gradients;
  const forInput = [
    ...inputs,
    ...(plan.backward?.forInput.flatMap(buffersOf) ?? []),
    ...(gradientInX ? [gradientInX.buffer] : []),
  ];
  const gradients = Object.values(plan.gradients).map(({ buffer }) => buffer);

  /** Fills buffers: sequences iteration by iteration, states at a block of their chain, the rest as it is. */
  const fill = (
    memory: PlanRun,
    buffers: Readonly<Record<string, BufferId>>,
    from: NamedTensors,
    run: ScanRun,
    block: number,
  ): void => {
    for (const [name, buffer] of Object.entries(buffers)) {
      const tensor = from[name]!;
      // Memory first: where it grows, the values of a tensor may move.
      const to = memory.read(buffer);
      const values = valuesOf(tensor);
      const { kind } = plan.buffers[buffer]!;
      if (kind === 'steps') toIterations(values, run, tensor.shape[0], to);
      else to.set(values, kind === 'chain' ? block * sizeOf(buffer) : 0);
    }
  };

  const outputsOf = (memory: PlanRun, run: ScanRun): NamedTensors => {
    const tensors = Object.entries(plan.outputs).map(([name, { buffer, block, shape }]) => {
      const values = memory.read(buffer);
      const size = sizeOf(buffer);
      if (name !== 'output') return [name, tensorOf(values.subarray(run.time * size), shape)] as const;
      const first = plan.buffers[buffer]!.kind === 'chain' ? block * size : 0;
      const [batch, ...features] = shape as [number, ...number[]];
      const all = values.subarray(first, first + run.time * size);
      return [name, batchMajor(all, run, [batch, run.time, ...features])] as const;
    });
    return Object.fromEntries(tensors);
  };

  const runForward = (memory: PlanRun, run: ScanRun): void => {
    memory.run('forward', run.noise ?? undefined, new Set([...forBackward, ...outputs]));
  };

  const backwardOf = (memory: PlanRun, run: ScanRun, given: NamedTensors): BackwardRun => {
    const shapes = new Map(Object.entries(given).map(([name, { shape }]) => [name, shape]));
    const tensorInX = (): tf.Tensor => {
      memory.runForInput();
      return batchMajor(memory.read(gradientInX!.buffer), run, shapes.get('x')!);
    };
    // The first backward run uses up what was kept, for others that is computed again.
    let isFresh = true;
    let isKept = true;
    return {
      gradients(cotangents) {
        if (!isFresh) runForward(memory, run);
        isFresh = false;
        fill(memory, plan.cotangents, cotangents, run, run.time);
        memory.run('backward', run.noise ?? undefined, new Set([...forInput, ...gradients]));
        const others = Object.entries(plan.gradients).filter(([name]) => name !== 'x');
        const tensors = others.map(([name, { buffer }]) => {
          const gradient = tensorOf(memory.read(buffer).subarray(0, sizeOf(buffer)), shapes.get(name)!);
          return [name, () => gradient] as const;
        });
        memory.keepOnly(new Set(forInput));
        return { ...Object.fromEntries(tensors), ...(gradientInX && { x: tensorInX }) };
      },
      dispose() {
        if (isKept) memory.keepOnly(nothing);
        isKept = false;
      },
    };
  };

  return {
    forward(run, given) {
      const memory = executor.begin(run.time);
      try {
        fill(memory, plan.inputs, given, run, 0);
        runForward(memory, run);
        const tensors = outputsOf(memory, run);
        memory.keepOnly(forBackward);
        return { outputs: tensors, backward: plan.backward && backwardOf(memory, run, given) };
      } catch (error) {
        memory.keepOnly(nothing);
        throw error;
      }
    },
  };
}

/** A tensor [batch, time, ...] of what lies iteration by iteration. */
function batchMajor(values: Float32Array, run: ScanRun, shape: readonly number[]): tf.Tensor {
  const tensor = emptyTensor(shape);
  fromIterations(values, run, shape[0]!, valuesOf(tensor));
  return tensor;
}
