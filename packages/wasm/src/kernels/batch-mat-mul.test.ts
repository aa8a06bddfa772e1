import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../target/engine.ts';
import { takeOverProducts } from './batch-mat-mul.ts';

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  m: fc.integer({ min: 1, max: 90 }),
  n: fc.integer({ min: 1, max: 90 }),
  k: fc.integer({ min: 1, max: 90 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

describe.each(['cpu', 'wasm'] as const)('matMul on the backend %s', (backend) => {
  const engine = createEngine();
  let plain: tf.KernelConfig;

  beforeAll(async () => {
    await tf.setBackend(backend);
    plain = tf.getKernel('BatchMatMul', backend);
    takeOverProducts(backend, () => engine);
    return () => {
      tf.unregisterKernel('BatchMatMul', backend);
      tf.registerKernel(plain);
    };
  });

  it('is what it was, transposed and in batches, without leaving tensors', () => {
    fc.assert(
      fc.property(sizes, ({ batch, m, n, k, transposeA, transposeB }) => {
        const before = tf.memory().numTensors;
        const [ours, theirs] = tf.tidy((): [Float32Array, Float32Array] => {
          const a = tf.randomNormal(transposeA ? [batch, k, m] : [batch, m, k], 0, 1, 'float32', 1);
          const b = tf.randomNormal(transposeB ? [batch, n, k] : [batch, k, n], 0, 1, 'float32', 2);
          const [left, right] = [
            transposeA ? tf.transpose(a, [0, 2, 1]) : a,
            transposeB ? tf.transpose(b, [0, 2, 1]) : b,
          ];
          const product = tf.sum(tf.mul(tf.expandDims(left, 3), tf.expandDims(right, 1)), 2);
          const ours = tf.matMul(a, b, transposeA, transposeB);
          return [ours, product].map((each) => each.dataSync() as Float32Array) as [
            Float32Array,
            Float32Array,
          ];
        });
        expect(tf.memory().numTensors).toBe(before);
        const worst = ours.reduce((most, value, e) => Math.max(most, Math.abs(value - theirs[e]!)), 0);
        expect(ours.length).toBe(theirs.length);
        expect(worst).toBeLessThan(1e-4);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('takes the gradient of a product, and leaves products alone that it does not know', () => {
    tf.tidy(() => {
      const [a, b] = [tf.ones([60, 50]), tf.ones([50, 70])];
      const [da, db] = tf.grads((x, y) => tf.sum(tf.matMul(x, y)))([a, b]);
      expect(da!.dataSync().every((value) => value === 70)).toBe(true);
      expect(db!.dataSync().every((value) => value === 60)).toBe(true);
      const broadcast = tf.matMul(tf.ones([3, 40, 50]), tf.ones([1, 50, 40]));
      expect(broadcast.dataSync().every((value) => value === 50)).toBe(true);
    });
  });
});

it('does not take over a backend that is not there', () => {
  expect(takeOverProducts('nowhere' as 'cpu', createEngine)).toBe(false);
});
