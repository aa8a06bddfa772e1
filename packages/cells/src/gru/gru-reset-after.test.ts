import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, createNoisyActivation, fillNormals } from '@unsaturate/core';
import { scan } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { gruResetAfter } from './gru-reset-after.ts';

const [batch, time, inputSize, units] = [2, 3, 3, 2];
const shapes = {
  xs: [batch, time, inputSize],
  h: [batch, units],
  ...gruResetAfter.params({ inputSize, units }),
};
type Name = keyof typeof shapes;
type Inputs = Record<Name, number[]>;

const names = Object.keys(shapes) as Name[];
const inputs = Object.fromEntries(
  names.map((name, stream) => [
    name,
    [...fillNormals([4, 4], stream, new Float32Array(tf.util.sizeFromShape([...shapes[name]])))],
  ]),
) as Inputs;
const weights = fillNormals([4, 4], 99, new Float32Array(batch * time * units));

const c = 0.5;
const [sigmoid, tanh] = (['sigmoid', 'tanh'] as const).map((base) =>
  createNoisyActivation({ base, variant: 'NAN', alpha: 1.1 }),
) as [ReturnType<typeof createNoisyActivation>, ReturnType<typeof createNoisyActivation>];

/** The equations in float64, one number at a time; noise as scan numbers it. */
function reference({ xs, h: h0, kernel, recurrentKernel, bias, p }: Inputs): number[] {
  const outputs = Array.from<number>({ length: batch * time * units });
  let h = h0;
  for (let t = 0; t < time; t++) {
    const xi = [0, 1, 2].map((site) => fillNormals([7, 0], 3 * t + site, new Float64Array(batch * units)));
    h = h.map((previous, at) => {
      const [b, j] = [Math.floor(at / units), at % units];
      const fromInput = (part: number): number =>
        bias[part * units + j]! +
        sum(
          inputSize,
          (i) => xs[(b * time + t) * inputSize + i]! * kernel[i * 3 * units + part * units + j]!,
        );
      const fromState = (part: number): number =>
        bias[3 * units + part * units + j]! +
        sum(units, (k) => h[b * units + k]! * recurrentKernel[k * 3 * units + part * units + j]!);
      const slope = (part: number): number => p[part * units + j]!;
      const z = sigmoid.value(fromInput(0) + fromState(0), slope(0), c, xi[0]![at]!);
      const r = sigmoid.value(fromInput(1) + fromState(1), slope(1), c, xi[1]![at]!);
      const candidate = tanh.value(fromInput(2) + r * fromState(2), slope(2), c, xi[2]![at]!);
      outputs[(b * time + t) * units + j] = z * previous + (1 - z) * candidate;
      return outputs[(b * time + t) * units + j]!;
    });
  }
  return outputs;
}

describe('gruResetAfter', () => {
  it('is its equations, with gradients that are central differences of them', () => {
    tf.tidy(() => {
      const tensors = names.map((name) => tf.tensor(inputs[name], [...shapes[name]]));
      const { xs, h, ...params } = Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as Record<
        Name,
        tf.Tensor
      >;
      const forward = (): tf.Tensor => {
        const noisy = { variant: 'NAN', alpha: 1.1, c } as const;
        const activations = { sigmoid: noisy, tanh: noisy };
        const options = { activations, noise: createNoiseStream(7), training: true };
        return scan(gruResetAfter, params, xs, { h }, options).outputs;
      };
      const loss = (): tf.Tensor => tf.sum(tf.mul(forward(), tf.tensor3d(weights, [batch, time, units])));
      const { grads } = tf.engine().gradients(loss, tensors);
      expect(largestError(forward(), reference(inputs))).toBeLessThan(2e-5);
      names.forEach((name, i) => {
        expect(largestError(grads[i]!, centralDifferences(name))).toBeLessThan(1e-4);
      });
    });
  });
});

function centralDifferences(name: Name): number[] {
  const step = 1e-5;
  const loss = (at: number, shift: number): number => {
    const moved = inputs[name].with(at, inputs[name][at]! + shift);
    return reference({ ...inputs, [name]: moved }).reduce((total, y, e) => total + y * weights[e]!, 0);
  };
  return inputs[name].map((_, at) => (loss(at, step) - loss(at, -step)) / (2 * step));
}

function largestError(actual: tf.Tensor, expected: readonly number[]): number {
  const values = actual.dataSync();
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((each, e) => Math.abs(values[e]! - each))) / scale;
}

function sum(n: number, term: (i: number) => number): number {
  return Array.from({ length: n }, (_, i) => term(i)).reduce((total, each) => total + each, 0);
}
