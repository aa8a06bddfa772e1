import * as tf from '@tensorflow/tfjs-core';
import { lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { registerTarget, scan, type Tensors, zeroState } from '@unsaturate/scan';
import { fusedKernelsVersion, linearCrossEntropy, registerFusedKernels } from '@unsaturate/tfjs';
import { describe, expect, it } from 'vitest';
import { createLinearCrossEntropyKernel } from './kernels/linear-cross-entropy.ts';
import { createEngine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';
import { randomTensor } from '../../scan/src/testing/scan-case.ts';
import { createStaff } from './threads/staff.ts';

/** More for a longer look: the memory of a leak that is small, or rare. */
const updates = Number(process.env['UNSATURATE_SOAK_UPDATES'] ?? 1000);

describe('a long training', () => {
  it(
    `holds as many tensors, bytes and workers after ${updates} updates as after the first`,
    { timeout: 300_000 },
    async () => {
      const engine = createEngine({ worthSharing: 0 });
      const staff = createStaff(engine);
      await staff.hire(1);
      await tf.setBackend('cpu');
      registerTarget({ ...createWasmTarget(() => engine), backends: ['cpu'] });
      registerFusedKernels('cpu', {
        version: fusedKernelsVersion,
        linearCrossEntropy: createLinearCrossEntropyKernel(() => engine),
      });
      const sizes = { inputSize: 3, units: 4 };
      const variable = (shape: readonly number[], i: number): tf.Variable =>
        tf.variable(randomTensor(shape, i + 1, 0.3));
      const params = Object.fromEntries(
        Object.entries(lstm.params(sizes)).map(([name, shape], i) => [name, variable(shape, i)]),
      ) as unknown as Tensors<'kernel' | 'recurrentKernel' | 'bias' | 'p'>;
      const projection = variable([4, 5], 7) as tf.Variable<tf.Rank.R2>;
      const offset = variable([5], 8) as tf.Variable<tf.Rank.R1>;
      const xs = randomTensor([2, 2, 3], 9);
      const labels = tf.tensor1d([0, 3, 4, 1], 'int32');
      const noise = createNoiseStream(7);
      const optimizer = tf.train.sgd(0.01);
      const noisy = { variant: 'NAH' } as const;
      const update = (): number =>
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => {
            const { outputs } = scan(lstm, params, xs, zeroState(lstm, sizes, 2), {
              activations: { sigmoid: noisy, tanh: noisy },
              noise,
              training: true,
              engine: 'compiled',
            });
            return tf.mean(linearCrossEntropy(tf.reshape(outputs, [4, 4]), projection, offset, labels));
          });
          optimizer.applyGradients(grads);
          return value.dataSync()[0]!;
        });
      const held = () => {
        const { numTensors, numBytes, numDataBuffers } = tf.memory();
        const { heap, crew } = engine;
        const bytes = heap.memory.buffer.byteLength;
        return [numTensors, numBytes, numDataBuffers, heap.used, bytes, crew.threads, staff.workers.length];
      };
      const first = update();
      const before = held();
      for (let i = 2; i < updates; i++) update();
      const last = update();
      expect(held()).toEqual(before);
      expect(last).toBeLessThan(first);
      await staff.dismiss();
      expect(engine.heap.used).toBe(0);
    },
  );
});
