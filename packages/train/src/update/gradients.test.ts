import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import type { Forward, Trainable } from '../model.ts';
import { tinyData, tinyModel } from '../testing/tiny-model.ts';
import { lossAndGradients } from './gradients.ts';

const context = { training: true, noise: createNoiseStream(3), noiseScale: 0.1 };

/** Loss `sum(w h)` from a carry that is handed on as it is. */
function product(returned: Partial<Forward> = {}): Trainable<null> {
  const w = tf.variable(tf.tensor([2, 3]));
  return {
    parameters: { w, fixed: tf.variable(tf.tensor([1]), false) },
    initialCarry: () => ({ h: tf.tensor([5, 7]) }),
    forward: (_, { h }) => {
      const loss = tf.sum<tf.Scalar>(tf.mul(w, h!));
      return { loss, nll: loss, count: 2, carry: { h: h! }, ...returned };
    },
  };
}

describe('lossAndGradients', () => {
  it('gives loss, gradients, and copies of nll and carry', () => {
    const model = product();
    const carry = model.initialCarry(null);
    const result = lossAndGradients(model, null, carry, context);
    tf.dispose(carry);
    expect(result.loss.dataSync()[0]).toBe(31);
    expect(result.nll.dataSync()[0]).toBe(31);
    expect([...result.gradients.w!.dataSync()]).toEqual([5, 7]);
    expect([...result.carry.h!.dataSync()]).toEqual([5, 7]);
  });

  it('is zero for a parameter that is fixed or has no influence', () => {
    const { gradients } = lossAndGradients(product(), null, { h: tf.tensor([5, 7]) }, context);
    expect([...gradients.fixed!.dataSync()]).toEqual([0]);
    const model = tinyModel();
    const batch = tinyData.batch(0, 0);
    const tiny = lossAndGradients(model, batch, model.initialCarry(batch), context).gradients;
    expect([...tiny.idle!.dataSync()]).toEqual([0, 0]);
    expect(tiny.recurrentKernel!.dataSync().some((value) => value !== 0)).toBe(true);
  });

  it.each([
    ['loss', { loss: tf.ones<tf.Rank.R0>([2]) }],
    ['nll', { nll: tf.scalar(1, 'int32') }],
    ['count', { count: 0 }],
  ])('names a wrong %s', (argument, returned) => {
    const model = product(returned);
    const carry = model.initialCarry(null);
    const run = (): unknown => lossAndGradients(model, null, carry, context);
    expect(run).toThrow(InvalidArgumentError);
    expect(run).toThrow(`forward: ${argument} must`);
  });
});
