import '@tensorflow/tfjs'; // gradients and backends
import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import '@unsaturate/wasm'; // compiles scans
import { beforeAll, expect, it } from 'vitest';
import { mgu, type MguParam } from './mgu.js';

const sizes = { inputSize: 3, units: 5 };
const batchSize = 2;
const timeSteps = 6;

beforeAll(() => tf.setBackend('cpu'));

const normal = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);

function makeParams(): Record<MguParam, tf.Tensor> {
  const { kernel, recurrentKernel, bias, p } = mgu.params(sizes);
  return {
    kernel: normal(kernel, 1),
    recurrentKernel: normal(recurrentKernel, 2),
    bias: normal(bias, 3),
    p: normal(p, 4),
  };
}

/** Outputs of a training run with noise, the same noise every time. */
function run(params: Record<MguParam, tf.Tensor>, engine: 'eager' | 'compiled'): tf.Tensor {
  const xs = normal([batchSize, timeSteps, sizes.inputSize], 5);
  return scan(mgu, params, xs, zeroState(mgu, sizes, batchSize), {
    activations: {
      sigmoid: { base: 'hardSigmoid', variant: 'NAN' },
      tanh: { base: 'hardTanh', variant: 'NAN' },
    },
    noise: createNoiseStream(7),
    training: true,
    engine,
  }).outputs;
}

it('computes compiled what it computes eagerly, noise included', () => {
  const eager = run(makeParams(), 'eager').dataSync();
  const compiled = run(makeParams(), 'compiled').dataSync();
  expect(compiled.length).toBe(batchSize * timeSteps * sizes.units);
  compiled.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 5));
});

it.each(['kernel', 'recurrentKernel', 'bias', 'p'] as const)(
  'has in %s the gradient of central differences',
  (name) => {
    const params = makeParams();
    const loss = (value: tf.Tensor): tf.Scalar =>
      tf.sum(tf.square(run({ ...params, [name]: value }, 'compiled')));
    const gradient = tf.grad(loss)(params[name]).dataSync();
    const values = params[name].dataSync();
    const lossAt = (i: number, shift: number): number =>
      loss(
        tf.tensor(
          values.map((value, j) => (j === i ? value + shift : value)),
          params[name].shape,
        ),
      ).dataSync()[0]!;

    const step = 1e-3; // small: the hard functions and the noise have corners
    const differences = values.map((_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step));
    const largest = Math.max(...differences.map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    gradient.forEach((value, i) => expect(Math.abs(value - differences[i]!)).toBeLessThan(0.01 * largest));
  },
);
