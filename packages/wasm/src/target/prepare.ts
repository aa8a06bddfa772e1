import * as tf from '@tensorflow/tfjs-core';
import type {
  BackwardRun,
  BufferId,
  Instruction,
  NamedTensors,
  Plan,
  PreparedScan,
  ScanRun,
} from '@unsaturate/scan';
import type { Engine } from './engine.ts';
import { createExecutor, type PlanRun } from './run-plan.ts';
import { tensorOf, valuesOf } from './tensors.ts';
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
  const forBackward = new Set([...plan.kept, ...inputsOfBackward(plan)]);
  const { x: gradientInX } = plan.gradients;
  const forInput = [
    ...(plan.backward?.forInput.flatMap(buffersOf) ?? []),
    ...(gradientInX ? [gradientInX.buffer] : []),
  ];

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
    const outputs = Object.entries(plan.outputs).map(([name, { buffer, block, shape }]) => {
      const values = memory.read(buffer);
      const size = sizeOf(buffer);
      if (name !== 'output') return [name, tensorOf(values.subarray(run.time * size), shape)] as const;
      const first = plan.buffers[buffer]!.kind === 'chain' ? block * size : 0;
      const [batch, ...features] = shape as [number, ...number[]];
      const all = fromIterations(values.subarray(first, first + run.time * size), run, batch);
      return [name, tf.tensor(all, [batch, run.time, ...features])] as const;
    });
    return Object.fromEntries(outputs);
  };

  const backwardOf = (memory: PlanRun, run: ScanRun, inputs: NamedTensors): BackwardRun => {
    const shapes = new Map(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
    const gradientOfX = (): tf.Tensor => {
      memory.runForInput();
      const values = fromIterations(memory.read(gradientInX!.buffer), run, inputs['x']!.shape[0]);
      return tf.tensor(values, shapes.get('x'));
    };
    let kept = true;
    return {
      gradients(cotangents) {
        memory.keepOnly(forBackward);
        fill(memory, plan.cotangents, cotangents, run, run.time);
        memory.run('backward', run.noise ?? undefined);
        const others = Object.entries(plan.gradients).filter(([name]) => name !== 'x');
        const gradients = others.map(([name, { buffer }]) => {
          const gradient = tensorOf(memory.read(buffer).subarray(0, sizeOf(buffer)), shapes.get(name)!);
          return [name, () => gradient] as const;
        });
        memory.keepOnly(new Set([...forBackward, ...forInput]));
        return { ...Object.fromEntries(gradients), ...(gradientInX && { x: gradientOfX }) };
      },
      dispose() {
        if (kept) memory.keepOnly(nothing);
        kept = false;
      },
    };
  };

  return {
    forward(run, inputs) {
      const memory = executor.begin(run.time);
      try {
        fill(memory, plan.inputs, inputs, run, 0);
        memory.run('forward', run.noise ?? undefined);
        const outputs = outputsOf(memory, run);
        memory.keepOnly(plan.backward === null ? nothing : forBackward);
        return { outputs, backward: plan.backward && backwardOf(memory, run, inputs) };
      } catch (error) {
        memory.keepOnly(nothing);
        throw error;
      }
    },
  };
}

/** The inputs that the backward run reads. */
function inputsOfBackward({ backward, inputs }: Plan): BufferId[] {
  if (backward === null) return [];
  const { before, step, after, forInput } = backward;
  const used = new Set([...before, ...step, ...after, ...forInput].flatMap(buffersOf));
  return Object.values(inputs).filter((buffer) => used.has(buffer));
}

function buffersOf(instruction: Instruction): BufferId[] {
  if (instruction.kind === 'loop')
    return [...instruction.loads, ...instruction.stores].map(({ buffer }) => buffer);
  if (instruction.kind === 'product')
    return [instruction.a, instruction.b, instruction.c].map(({ buffer }) => buffer);
  return [instruction.kind === 'noise' ? instruction.to.buffer : instruction.buffer];
}
