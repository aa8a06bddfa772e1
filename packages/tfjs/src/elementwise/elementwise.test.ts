import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fusedKernelsVersion, registerFusedKernels } from '../fused/kernels.ts';
import { elementwise, NotDifferentiableError } from './elementwise.ts';

const decay = (
  { x }: Readonly<Record<'x', tf.Tensor>>,
  { rate }: Readonly<Record<'rate', tf.Scalar>>,
): Record<'y' | 'x', tf.Tensor> => ({ y: tf.sub(x, tf.mul(x, rate)), x });

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => registerFusedKernels('cpu', { version: fusedKernelsVersion }));

describe('elementwise', () => {
  it('is what the function gives, in new tensors, and frees the rest', () => {
    const x = tf.tensor2d([[1, 2]]);
    const before = tf.memory().numTensors;
    const result = elementwise(decay, { x }, { rate: 0.25 });
    expect([...result.y.dataSync(), ...result.x.dataSync()]).toEqual([0.75, 1.5, 1, 2]);
    expect(result.y.shape).toEqual([1, 2]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(result);
    expect([...x.dataSync()]).toEqual([1, 2]);
    x.dispose();
  });

  it('is what a fused kernel gives, where there is one and it can', () => {
    const asked: unknown[] = [];
    let can = true;
    registerFusedKernels('cpu', {
      version: fusedKernelsVersion,
      elementwise(fn, inputs, scalars) {
        asked.push([fn, Object.keys(inputs), scalars]);
        return can ? { y: tf.neg(inputs['x']!) } : null;
      },
    });
    tf.tidy(() => {
      const apply = (): number[] => [
        ...elementwise(decay, { x: tf.tensor1d([4]) }, { rate: 0.5 }).y.dataSync(),
      ];
      expect(apply()).toEqual([-4]);
      can = false;
      expect(apply()).toEqual([2]);
    });
    expect(asked).toEqual([
      [decay, ['x'], { rate: 0.5 }],
      [decay, ['x'], { rate: 0.5 }],
    ]);
  });

  it('refuses to be differentiated, and may stand beside what is', () => {
    const x = tf.tensor1d([3]);
    const loss = (each: tf.Tensor): tf.Tensor => tf.sum(elementwise(decay, { x: each }, { rate: 0.5 }).y);
    expect(() => tf.grad(loss)(x)).toThrow(NotDifferentiableError);
    const before = tf.memory().numTensors;
    const slope = tf.grad((each) => {
      loss(each);
      return tf.sum(tf.square(each));
    })(x);
    expect([...slope.dataSync()]).toEqual([6]);
    slope.dispose();
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  it.each<[string, () => unknown, string]>([
    ['nothing', () => elementwise(() => ({}), {}, {}), 'inputs must hold a tensor'],
    [
      'integers',
      () => elementwise(decay, { x: tf.tensor1d([1], 'int32') }, { rate: 1 }),
      'inputs.x must be float32 of shape [1], as inputs have one shape, got "int32 [1]".',
    ],
    [
      'two shapes',
      () => elementwise(({ x }) => ({ x }), { x: tf.zeros([2, 1]), other: tf.zeros([2]) }, {}),
      'inputs.other must be float32 of shape [2, 1], as inputs have one shape, got "float32 [2]".',
    ],
    [
      'a scalar that is a text',
      () => elementwise(decay, { x: tf.zeros([1]) }, { rate: '1' as unknown as number }),
      'scalars.rate must be a number, got "1".',
    ],
  ])('refuses %s', (_name, act, message) => {
    tf.tidy(() => {
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(`elementwise: ${message}`);
    });
  });
});
