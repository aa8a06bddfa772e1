import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { type BaseName, createNoiseStream, variants } from '@unsaturate/core';
import {
  type FusedKernels,
  fusedKernelsVersion,
  linearCrossEntropy,
  noisyActivation,
  registerFusedKernels,
} from '@unsaturate/tfjs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../target/engine.ts';
import { randomTensor } from '../../../scan/src/testing/scan-case.ts';
import { createLinearCrossEntropyKernel } from './linear-cross-entropy.ts';
import { createNoisyActivationKernel } from './noisy-activation.ts';

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

const largest = (least: number, list: readonly number[]): number =>
  list.reduce((most, value) => (Math.abs(value) <= most ? most : Math.abs(value)), least);

describe.each(['cpu', 'wasm'])('fused on the backend %s', (backend) => {
  const engine = createEngine();
  const composed: FusedKernels = { version: fusedKernelsVersion };
  const fused: FusedKernels = {
    version: fusedKernelsVersion,
    linearCrossEntropy: createLinearCrossEntropyKernel(() => engine),
    noisyActivation: createNoisyActivationKernel(() => engine),
  };

  beforeAll(async () => {
    await tf.setBackend(backend);
  });
  afterAll(() => registerFusedKernels(backend, composed));

  /** Runs both ways and compares each list relative to its largest number; nothing is left over. */
  const expectAlike = (tolerance: number, run: () => readonly tf.Tensor[]): void => {
    const before = [tf.memory().numTensors, engine.heap.used];
    const [theirs, ours] = [composed, fused].map((kernels) => {
      registerFusedKernels(backend, kernels);
      return tf.tidy(() => run().map(numbers) as unknown as tf.TensorContainer) as unknown as number[][];
    }) as [number[][], number[][]];
    expect([tf.memory().numTensors, engine.heap.used]).toEqual(before);
    theirs.forEach((list, i) => {
      expect(ours[i]).toHaveLength(list.length);
      const scale = largest(1e-3, list);
      const differences = list.map((value, k) => value - ours[i]![k]!);
      expect(largest(0, differences) / scale).toBeLessThan(tolerance);
    });
  };

  it('linearCrossEntropy is what it is composed of, and so are its gradients', () => {
    const sizes = fc.record({
      tokens: fc.oneof(fc.integer({ min: 1, max: 130 }), fc.constant(1)),
      features: fc.integer({ min: 1, max: 40 }),
      vocabulary: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(1000, 12000)),
      size: fc.constantFrom(1, 100),
      seed: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(sizes, ({ tokens, features, vocabulary, size, seed }) => {
        expectAlike(3e-5, () => {
          const hidden = tf.mul<tf.Tensor2D>(randomTensor([tokens, features], seed, 1), size);
          const kernel = randomTensor([features, vocabulary], seed + 1, 1) as tf.Tensor2D;
          const bias = randomTensor([vocabulary], seed + 2, 1) as tf.Tensor1D;
          const weights = randomTensor([tokens], seed + 3, 1);
          const labels = tf.tensor1d(
            Array.from({ length: tokens }, (_, i) => (i * 7 + seed) % vocabulary),
            'int32',
          );
          const loss = (...[h, w, b]: tf.Tensor[]): tf.Tensor =>
            tf.sum(
              tf.mul(
                linearCrossEntropy(h as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, labels),
                weights,
              ),
            );
          const { value, grads } = tf.valueAndGrads(loss)([hidden, kernel, bias]);
          return [linearCrossEntropy(hidden, kernel, bias, labels), value, ...grads];
        });
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  it('linearCrossEntropy gives gradients again when asked again', () => {
    tf.tidy(() => {
      const inputs = {
        hidden: randomTensor([70, 3], 1),
        kernel: randomTensor([3, 11000], 2),
        bias: randomTensor([11000], 3),
        labels: tf.range(0, 70, 1, 'int32'),
      };
      const { backward } = fused.linearCrossEntropy!(inputs, { keep: true });
      const weights = randomTensor([70], 4);
      const [first, second] = [1, 2].map(() =>
        Object.values(backward!.gradients(weights)).map((gradient) => gradient().dataSync().slice()),
      );
      expect(second).toEqual(first);
      backward!.dispose();
      backward!.dispose();
    });
    expect(engine.heap.used).toBe(0);
  });

  const noisy = variants.filter((variant) => variant !== 'none');
  const bases: readonly BaseName[] = ['sigmoid', 'tanh', 'hardSigmoid', 'hardTanh', 'kerasHardSigmoid'];

  it.each(noisy)('noisyActivation is what it is composed of, and so are its gradients: %s', (variant) => {
    const cases = fc.record({
      shape: fc.oneof(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }), fc.constant([3, 512])),
      ofP: fc.constantFrom('one', 'units', 'elements'),
      base: fc.constantFrom(
        ...bases.filter((base) => variant !== 'NANIS' || base.toLowerCase().includes('hard')),
      ),
      clip: fc.boolean(),
      alpha: fc.constantFrom(1, 1.2),
      seed: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(cases, ({ shape, ofP, base, clip, alpha, seed }) => {
        expectAlike(5e-5, () => {
          const x = tf.mul(randomTensor(shape, seed, 1), 3);
          const shapeOfP = { one: [], units: shape.slice(-1), elements: shape }[ofP];
          const p = randomTensor(shapeOfP, seed + 1, 1);
          const weights = randomTensor(shape, seed + 2, 1);
          const noise = createNoiseStream(seed);
          const apply = (...[each, slope, c]: tf.Tensor[]): tf.Tensor =>
            noisyActivation(each!, {
              variant,
              base,
              clip,
              alpha,
              noise,
              training: true,
              p: slope!,
              c: c as tf.Scalar,
            });
          // What has no influence is made to have none by zero: tfjs refuses a gradient in it otherwise.
          const loss = (...all: tf.Tensor[]): tf.Tensor =>
            tf.addN([tf.sum(tf.mul(apply(...all), weights)), ...all.map((each) => tf.sum(tf.mul(each, 0)))]);
          const inputs = [x, p, tf.scalar(0.4)];
          const { value, grads } = tf.valueAndGrads(loss)(inputs);
          return [value, ...grads, apply(...inputs)];
        });
      }),
      { seed: 3, numRuns: 15 },
    );
  });
});
