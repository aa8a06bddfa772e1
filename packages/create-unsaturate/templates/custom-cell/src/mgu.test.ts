import '@tensorflow/tfjs'; // gradients and backends
import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { scan, zeroState } from '@unsaturate/scan';
import '@unsaturate/wasm'; // compiles scans
import { beforeAll, describe, expect, it } from 'vitest';
import { mgu } from './mgu.js';

const sizes = { inputSize: 3, units: 5 };
const [batch, time] = [2, 6];

beforeAll(() => tf.setBackend('cpu'));

const random = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 0.5, 'float32', seed);

const params = () => {
  const { kernel, recurrentKernel, bias, p } = mgu.params(sizes);
  return {
    kernel: random(kernel, 1),
    recurrentKernel: random(recurrentKernel, 2),
    bias: random(bias, 3),
    p: random(p, 4),
  };
};

/** Outputs of a training run with noise; the same noise every time. */
function run(given: ReturnType<typeof params>, engine: 'eager' | 'compiled'): tf.Tensor {
  return scan(mgu, given, random([batch, time, sizes.inputSize], 5), zeroState(mgu, sizes, batch), {
    activations: {
      sigmoid: { base: 'hardSigmoid', variant: 'NAN' },
      tanh: { base: 'hardTanh', variant: 'NAN' },
    },
    noise: createNoiseStream(7),
    training: true,
    engine,
  }).outputs;
}

describe('mgu', () => {
  it('is its equations', async () => {
    const { kernel, recurrentKernel, bias, p } = params();
    const [x, h] = [random([batch, sizes.inputSize], 8), random([batch, sizes.units], 9)];
    const site = { sigmoid: tf.sigmoid, tanh: tf.tanh };
    const { output } = mgu.step({ kernel, recurrentKernel, bias, p }, x, { h }, site as never, {} as never);
    const part = (of: tf.Tensor, i: number) => tf.split(of, 2, of.rank - 1)[i]!;
    const f = tf.sigmoid(
      tf.addN([tf.matMul(x, part(kernel, 0)), tf.matMul(h, part(recurrentKernel, 0)), tf.tile(tf.expandDims(part(bias, 0), 0), [batch, 1])]),
    );
    const candidate = tf.tanh(
      tf.add(tf.add(tf.matMul(x, part(kernel, 1)), tf.matMul(tf.mul(f, h), part(recurrentKernel, 1))), part(bias, 1)),
    );
    const expected = await tf.add(tf.sub(h, tf.mul(f, h)), tf.mul(f, candidate)).data();
    const actual = await output.data();
    actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  it('computes the same compiled as eagerly, noise included', async () => {
    const [eager, compiled] = await Promise.all([
      run(params(), 'eager').data(),
      run(params(), 'compiled').data(),
    ]);
    compiled.forEach((value, i) => expect(value).toBeCloseTo(eager[i]!, 5));
  });

  it.each(['kernel', 'recurrentKernel', 'bias', 'p'] as const)(
    'has the gradient of central differences in %s',
    async (name) => {
      const given = params();
      const loss = (value: tf.Tensor) => tf.sum<tf.Scalar>(tf.square(run({ ...given, [name]: value }, 'compiled')));
      const gradient = await tf.grad(loss)(given[name]).data();
      const values = await given[name].data();
      const at = async (i: number, shift: number): Promise<number> => {
        const moved = values.map((value, j) => (j === i ? value + shift : value));
        return (await loss(tf.tensor(moved, given[name].shape)).data())[0]!;
      };
      for (let i = 0; i < values.length; i += 3) {
        const difference = ((await at(i, 1e-2)) - (await at(i, -1e-2))) / 2e-2;
        expect(gradient[i]).toBeCloseTo(difference, 1);
      }
    },
  );
});
