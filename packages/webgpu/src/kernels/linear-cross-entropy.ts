import type * as tf from '@tensorflow/tfjs-core';
import type { LinearCrossEntropyKernel } from '@unsaturate/tfjs';
import { activeBackend, type Backend } from '../target/backend.ts';
import { beginExecution, type Execution } from '../target/execution.ts';
import { endPrevious, endWithNext } from '../target/last-run.ts';
import { createProgram, type Program } from '../target/program.ts';
import { inputBuffer, outputTensor } from '../target/tensors.ts';
import { boundedCache } from './bounded-cache.ts';
import { buffers, linearCrossEntropyPlan } from './linear-cross-entropy-plan.ts';

/**
 * {@link linearCrossEntropyPlan} over tensors.
 *
 * @param logitsOfTile - Logits that are in memory at a time, of some tokens.
 */
export function createLinearCrossEntropyKernel(logitsOfTile: number = 2 ** 24): LinearCrossEntropyKernel {
  const programs = new WeakMap<Backend, ReturnType<typeof boundedCache<Program>>>();
  return ({ hidden, kernel, bias, labels }, { keep }) => {
    endPrevious();
    const backend = activeBackend();
    const [features, vocabulary] = kernel.shape as [number, number];
    const [tokens] = labels.shape as [number];
    const time = Math.ceil((tokens * vocabulary) / logitsOfTile);
    const sizes = { rows: Math.ceil(tokens / time), features, vocabulary };
    const compiled = programs.get(backend) ?? boundedCache<Program>();
    programs.set(backend, compiled);
    const program = compiled(JSON.stringify([sizes, keep]), () =>
      createProgram(linearCrossEntropyPlan(sizes, keep), backend.device),
    );
    const run = { time, reverse: false, noise: null };
    const isPadded = time * sizes.rows > tokens;
    /** Fills a buffer from a tensor; tokens that only fill up the last tile are zeros. */
    const fill = (execution: Execution, buffer: number, tensor: tf.Tensor): void => {
      const { memory, isInteger } = inputBuffer(backend, tensor);
      if (isPadded) execution.clear(buffer);
      if (isInteger) execution.moveIntegers(memory, buffer, 0, tensor.size);
      else execution.copy('in', memory, buffer, 0, tensor.size);
    };
    const read = (execution: Execution, buffer: number, shape: readonly number[]): tf.Tensor => {
      const { tensor, memory } = outputTensor(backend, shape);
      execution.copy('out', memory, buffer, 0, tensor.size);
      return tensor;
    };

    const forward = beginExecution(backend, program, 'forward', run, 1);
    for (const [name, tensor] of Object.entries({ hidden, kernel, bias, labels })) {
      fill(forward, buffers[name as keyof typeof buffers], tensor);
    }
    forward.run();
    const result = read(forward, buffers.losses, [tokens]);
    forward.release();
    if (!keep) forward.releaseKept();
    if (!keep) return { result, backward: null };

    let isKept = true;
    return {
      result,
      backward: {
        gradients(dResult) {
          endPrevious();
          const execution = beginExecution(backend, program, 'backward', run, 1, forward.kept);
          endWithNext(() => execution.release());
          fill(execution, buffers.dLosses, dResult);
          execution.run();
          return {
            hidden: () => read(execution, buffers.dHidden, [tokens, features]),
            kernel: () => read(execution, buffers.dKernel, [features, vocabulary]),
            bias: () => read(execution, buffers.dBias, [vocabulary]),
          };
        },
        dispose() {
          if (!isKept) return;
          isKept = false;
          endPrevious();
          forward.releaseKept();
        },
      },
    };
  };
}
