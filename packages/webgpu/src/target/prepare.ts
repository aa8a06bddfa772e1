import type * as tf from '@tensorflow/tfjs-core';
import {
  type BackwardRun,
  type BufferId,
  type NamedTensors,
  type Plan,
  type PreparedScan,
  type ScanRun,
} from '@unsaturate/scan';
import { gpuPlan } from '../plan/gpu-plan.ts';
import { activeBackend, type Backend } from './backend.ts';
import { beginExecution, type Execution } from './execution.ts';
import { endPrevious, endWithNext } from './last-run.ts';
import { createProgram, type Program } from './program.ts';
import { inputBuffer, outputTensor } from './tensors.ts';

/** Compiles a plan when it is first run; see {@link PreparedScan}. */
export function prepare(original: Plan): PreparedScan {
  const plan = gpuPlan(original);
  const programs = new WeakMap<Backend, Program>();
  return {
    forward(run, inputs) {
      endPrevious();
      const backend = activeBackend();
      const program = programs.get(backend) ?? createProgram(plan, backend.device);
      programs.set(backend, program);
      const [batch] = inputs['x']!.shape as [number];
      const execution = beginExecution(backend, program, 'forward', run, batch);
      fill(backend, plan, execution, plan.inputs, inputs, 0);
      execution.run();
      const outputs = Object.entries(plan.outputs).map(([name, { buffer, block, shape }]) => {
        const [, ...features] = shape;
        if (name !== 'output') return [name, copyOut(backend, execution, buffer, run.time, shape)] as const;
        const { tensor, memory } = outputTensor(backend, [batch, run.time, ...features]);
        execution.moveSequence(
          'toFloats',
          memory,
          buffer,
          plan.buffers[buffer]!.kind === 'chain' ? block : 0,
        );
        return [name, tensor] as const;
      });
      execution.release();
      if (plan.backward === null) execution.releaseKept();
      const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
      const backward = plan.backward && backwardRun(backend, program, run, execution, shapes);
      return { outputs: Object.fromEntries(outputs), backward };
    },
  };
}

function backwardRun(
  backend: Backend,
  program: Program,
  run: ScanRun,
  forward: Execution,
  shapes: Readonly<Record<string, readonly number[]>>,
): BackwardRun {
  const { plan } = program;
  const batch = shapes['x']![0]!;
  let isDisposed = false;
  return {
    gradients(cotangents) {
      endPrevious();
      const execution = beginExecution(backend, program, 'backward', run, batch, forward.kept);
      endWithNext(() => execution.release());
      fill(backend, plan, execution, plan.cotangents, cotangents, run.time);
      execution.run();
      const gradients = Object.entries(plan.gradients).map(([name, { buffer }]) => {
        const gradient = (): tf.Tensor => {
          if (name !== 'x') return copyOut(backend, execution, buffer, 0, shapes[name]!);
          execution.runForInput();
          const { tensor, memory } = outputTensor(backend, shapes[name]!);
          execution.moveSequence('toFloats', memory, buffer, 0);
          return tensor;
        };
        return [name, gradient] as const;
      });
      return Object.fromEntries(gradients);
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      endPrevious();
      forward.releaseKept();
    },
  };
}

/** Fills buffers: sequences iteration by iteration, states at a block of their chain, the rest as it is. */
function fill(
  backend: Backend,
  plan: Plan,
  execution: Execution,
  buffers: Readonly<Record<string, BufferId>>,
  from: NamedTensors,
  block: number,
): void {
  for (const [name, buffer] of Object.entries(buffers)) {
    const { memory, isInteger } = inputBuffer(backend, from[name]!);
    const { kind } = plan.buffers[buffer]!;
    const at = kind === 'chain' ? block : 0;
    if (kind === 'steps')
      execution.moveSequence(isInteger ? 'fromIntegers' : 'fromFloats', memory, buffer, 0);
    else if (isInteger) execution.moveIntegers(memory, buffer, at);
    else execution.copy('in', memory, buffer, at);
  }
}

function copyOut(
  backend: Backend,
  execution: Execution,
  buffer: BufferId,
  block: number,
  shape: readonly number[],
): tf.Tensor {
  const { tensor, memory } = outputTensor(backend, shape);
  execution.copy('out', memory, buffer, block);
  return tensor;
}
