import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { clipByGlobalNorm, globalNorm } from './clip.ts';

const gradients = (): Record<string, tf.Tensor> => ({ a: tf.tensor([3, 0]), b: tf.tensor([[0, -4, 12]]) });

describe('globalNorm', () => {
  it('is the norm of all gradients as one vector', () => {
    expect(globalNorm(gradients()).dataSync()[0]).toBe(13);
    expect(globalNorm({ a: tf.tensor([3, 4]) }).dataSync()[0]).toBe(5);
  });

  it('is not finite if one value is not', () => {
    expect(globalNorm({ ...gradients(), c: tf.tensor([Number.NaN]) }).dataSync()[0]).toBeNaN();
    expect(globalNorm({ ...gradients(), c: tf.tensor([-Infinity]) }).dataSync()[0]).toBe(Infinity);
  });
});

describe('clipByGlobalNorm', () => {
  it.each([
    [6.5, 6.5],
    [13, 13],
    [20, 13],
    [Infinity, 13],
  ])('with limit %d leaves norm %d and the direction', (limit, norm) => {
    const clipped = clipByGlobalNorm(gradients(), 13, limit);
    expect(globalNorm(clipped).dataSync()[0]).toBeCloseTo(norm, 6);
    expect([...clipped.b!.dataSync()].map((value) => value / clipped.a!.dataSync()[0]!)).toEqual(
      [-0, expect.closeTo(-4 / 3, 6), 4].map((value) => (value === 0 ? 0 : value)),
    );
  });

  it('returns new tensors, and frees the rest', () => {
    const given = gradients();
    const before = tf.memory().numTensors;
    for (const limit of [1, 20]) {
      const clipped = clipByGlobalNorm(given, 13, limit);
      tf.dispose(clipped);
    }
    globalNorm(given).dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(given.a!.isDisposed).toBe(false);
  });
});
