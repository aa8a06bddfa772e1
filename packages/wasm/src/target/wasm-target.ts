import * as tf from '@tensorflow/tfjs-core';
import {
  type BufferId,
  type NamedTensors,
  type Plan,
  planVersion,
  type PreparedScan,
  type ScanRun,
  type ScanTarget,
} from '@unsaturate/scan';
import { takeOverProducts } from '../kernels/batch-mat-mul.ts';
import { createEngine } from './engine.ts';
import { createExecutor, type Engine, type PlanRun } from './run-plan.ts';
import { tensorOf, valuesOf } from './tensors.ts';
import { fromIterations, toIterations } from './time-major.ts';

const backends = ['cpu', 'wasm'] as const;

/**
 * Runs scans by WebAssembly SIMD on one thread, in a memory of its own, for the tfjs backends cpu and wasm: tensors are
 * copied in and out once per scan. Their matrix products are taken over too, see {@link takeOverProducts}.
 */
export function createWasmTarget(): ScanTarget {
  let made: Engine | undefined;
  const engine = (): Engine => (made ??= createEngine());
  // A backend may be imported after this package: what is not there yet is taken over by the first scan.
  let waiting = backends.filter((backend) => !takeOverProducts(backend, engine));
  return {
    name: '@unsaturate/wasm',
    planVersion,
    backends,
    prepare(plan) {
      waiting = waiting.filter((backend) => !takeOverProducts(backend, engine));
      return prepare(plan, engine());
    },
  };
}

function prepare(plan: Plan, engine: Engine): PreparedScan {
  const executor = createExecutor(plan, engine);
  const sizeOf = (buffer: BufferId): number => plan.buffers[buffer]!.size;

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
      const values = valuesOf(tensor);
      const { kind } = plan.buffers[buffer]!;
      if (kind === 'steps') toIterations(values, run, tensor.shape[0], memory.read(buffer));
      else memory.read(buffer).set(values, kind === 'chain' ? block * sizeOf(buffer) : 0);
    }
  };

  const keep = (values: Float32Array): tf.Tensor => tensorOf(values, [values.length]);

  return {
    forward(run, inputs) {
      const memory = executor.begin(run.time);
      fill(memory, plan.inputs, inputs, run, 0);
      memory.run('forward', run.noise ?? undefined);
      const outputs = Object.entries(plan.outputs).map(([name, { buffer, block, shape }]) => {
        const values = memory.read(buffer);
        const size = sizeOf(buffer);
        if (name !== 'output') return [name, tensorOf(values.subarray(run.time * size), shape)] as const;
        const first = plan.buffers[buffer]!.kind === 'chain' ? block * size : 0;
        const [batch, ...features] = shape as [number, ...number[]];
        const all = fromIterations(values.subarray(first, first + run.time * size), run, batch);
        return [name, tf.tensor(all, [batch, run.time, ...features])] as const;
      });
      return {
        outputs: Object.fromEntries(outputs),
        kept: plan.kept.map((buffer) => keep(memory.read(buffer))),
      };
    },

    backward(run, inputs, kept, cotangents) {
      const memory = executor.begin(run.time);
      fill(memory, plan.inputs, inputs, run, 0);
      plan.kept.forEach((buffer, i) => memory.write(buffer, valuesOf(kept[i]!)));
      fill(memory, plan.cotangents, cotangents, run, run.time);
      memory.run('backward', run.noise ?? undefined);
      const gradients = Object.entries(plan.gradients).map(([name, { buffer }]) => {
        const { shape } = inputs[name]!;
        const gradient = (): tf.Tensor => {
          if (name !== 'x') return tensorOf(memory.read(buffer).subarray(0, sizeOf(buffer)), shape);
          memory.runForInput();
          return tf.tensor(fromIterations(memory.read(buffer), run, shape[0]), shape);
        };
        return [name, gradient] as const;
      });
      return Object.fromEntries(gradients);
    },
  };
}
