import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tensors } from '../cell/cell.ts';
import { kernels } from './lower/kernels.ts';
import { expectSameGradients, expectSameValues } from './testing/agreement.ts';
import { differentiable, forwardOnly, type KernelCase } from './testing/kernel-cases.ts';

beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** Its results by name. */
const named =
  ({ fn }: KernelCase) =>
  (inputs: Tensors): Tensors =>
    Object.fromEntries([fn(inputs)].flat().map((tensor, index) => [`y${index}`, tensor]));

describe('a graph agrees with tfjs', () => {
  it.each(Object.entries(differentiable))('in %s and its gradient', (_name, each) => {
    expectSameGradients(named(each), each.inputs());
  });

  it.each(Object.entries(forwardOnly))('in %s', (_name, each) => {
    expectSameValues(named(each), each.inputs());
  });

  it.each([
    'abs',
    'clipByValue',
    'elu',
    'exp',
    'expm1',
    'leakyRelu',
    'relu',
    'relu6',
    'selu',
    'sigmoid',
    'step',
    'tanh',
  ])('in %s of what is not a number, infinite or zero', (name) => {
    const x = tf.tensor1d([Number.NaN, Infinity, -Infinity, 0, -0, 1e-6, -1e-6]);
    expectSameValues(named(differentiable[name]!), { x });
  });

  it('in -1 and 1 for what step gives, and the rest of the elements', () => {
    expectSameValues(({ x }) => ({ y: tf.step(x!, -1) }), { x: tf.tensor1d([-2, 0, 3, Number.NaN]) });
  });
});

it('every kernel that can be recorded is called in a test', async () => {
  const { kernelNames } = await tf.profile(() => {
    for (const each of Object.values({ ...differentiable, ...forwardOnly })) each.fn(each.inputs());
    return tf.grad((x) => tf.elu(x))(tf.tensor1d([-1, 1]));
  });
  expect(Object.keys(kernels).filter((name) => !kernelNames.includes(name))).toEqual([]);
});
