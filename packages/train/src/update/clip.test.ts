import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { clipFactor, globalNorm } from './clip.ts';

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

  it('frees what it makes', () => {
    const given = gradients();
    const before = tf.memory().numTensors;
    globalNorm(given).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('clipFactor', () => {
  it.each([
    [6.5, 0.5],
    [13, 1],
    [20, 1],
    [Infinity, 1],
  ])('with limit %d is %d for a norm of 13', (limit, factor) => {
    expect(clipFactor(13, limit)).toBe(factor);
  });

  it('leaves gradients of norm 0 as they are', () => {
    expect(clipFactor(0, 1)).toBe(1);
  });
});
