import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, createNoisyActivation, fillLaplaces, fillNormals } from '@unsaturate/core';
import { fixed, gaussianMixture, streamed } from '@unsaturate/tasks';
import { rmsprop, train } from '@unsaturate/train';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HiddenUnits } from './hidden-units.ts';
import { type Mlp, mlp } from './mlp.ts';

const noisy = {
  base: 'hardTanh',
  variant: 'NAN',
  alpha: 1,
  distribution: 'normal',
  learnedSlope: true,
} as const satisfies HiddenUnits;
const plain = { ...noisy, base: 'tanh', variant: 'none', learnedSlope: false } as const;

const model = (units: HiddenUnits, hidden = [5, 4]): Mlp =>
  mlp({ features: 2, hidden, classes: 3, units }, [5, 0]);

const components = [
  { mean: [-4, 0], standardDeviation: 1 },
  { mean: [4, 0], standardDeviation: 1 },
  { mean: [0, 6], standardDeviation: 1 },
];
const stream = gaussianMixture({ key: [1, 2], batchSize: 20, components });
const training = { training: true, noiseScale: 0.5 };
const contextOf = (next: number, rest = training) => ({ ...rest, noise: createNoiseStream(9, next) });

beforeAll(() => tf.setBackend('cpu'));

describe('mlp', () => {
  it('has slopes p only where they are learned', () => {
    const shapes = (units: HiddenUnits): unknown =>
      Object.fromEntries(Object.entries(model(units).parameters).map(([name, { shape }]) => [name, shape]));
    const layers = {
      'hidden0/kernel': [2, 5],
      'hidden0/bias': [5],
      'hidden1/kernel': [5, 4],
      'hidden1/bias': [4],
      'output/kernel': [4, 3],
      'output/bias': [3],
    };
    expect(shapes(plain)).toEqual(layers);
    expect(shapes(noisy)).toEqual({ ...layers, 'hidden0/p': [5], 'hidden1/p': [4] });
  });

  it('starts from the same kernels whatever its units are', () => {
    const [one, other] = [model(plain).parameters, model(noisy).parameters];
    for (const [name, parameter] of Object.entries(one)) {
      expect(parameter.dataSync()).toEqual(other[name]!.dataSync());
    }
    expect(one['output/kernel']!.dataSync()).not.toEqual(
      model(plain, [5, 5]).parameters['output/kernel']!.dataSync(),
    );
    const { 'hidden0/p': p } = model(noisy).parameters;
    expect(Math.max(...p!.dataSync().map(Math.abs))).toBeLessThan(1);
    expect(new Set(p!.dataSync()).size).toBe(5);
  });

  it('has a gradient that central differences confirm, noise and all', () => {
    const made = model(noisy);
    const loss = (): tf.Scalar => made.forward(stream.batch(0), {}, { ...contextOf(3), noiseScale: 50 }).loss;
    const { grads } = tf.variableGrads(loss);
    for (const [name, element] of [
      ['hidden0/kernel', 3],
      ['hidden0/p', 1],
      ['hidden1/bias', 2],
      ['output/kernel', 7],
    ] as const) {
      const parameter = made.parameters[name]!;
      const start = parameter.dataSync().slice();
      const at = (shift: number): number => {
        parameter.assign(
          tf.tensor(
            start.map((value, i) => (i === element ? value + shift : value)),
            parameter.shape,
          ),
        );
        return tf.tidy(() => loss().dataSync()[0]!);
      };
      const difference = (at(0.001) - at(-0.001)) / 0.002;
      at(0);
      const gradient = grads[parameter.name]!.dataSync()[element]!;
      expect(Math.abs(gradient)).toBeGreaterThan(1e-4);
      expect(Math.abs(gradient - difference)).toBeLessThan(0.01 + 0.02 * Math.abs(difference));
    }
  });

  it.each([
    ['normal', noisy, fillNormals],
    ['laplace', { ...noisy, distribution: 'laplace' as const }, fillLaplaces],
  ])('draws %s noise, whose derivatives are those of the definition', async (_, units, fill) => {
    const made = model(units, [6]);
    const [layer] = await made.derivatives(stream.batch(0), { ...contextOf(4), noiseScale: 30 });
    const xi = fill([9, 0], 4, new Float32Array(layer!.inputs.length));
    const p = made.parameters['hidden0/p']!.dataSync();
    const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAN' });
    layer!.derivatives.forEach((derivative, e) => {
      const expected = phi.derivatives(layer!.inputs[e]!, p[e % 6]!, 30, xi[e]!).x;
      expect(derivative).toBeCloseTo(expected, 4);
    });
    expect(layer!.derivatives.some((each) => each !== 0 && each !== 1)).toBe(true);
  });

  it('responds without noise, and leaves no tensors', async () => {
    const made = model(plain);
    const tensors = tf.memory().numTensors;
    const context = contextOf(0, { training: false, noiseScale: 0.5 });
    const layers = await made.derivatives(stream.batch(0), context);
    expect(layers.map(({ inputs }) => inputs.length)).toEqual([100, 80]);
    for (const { inputs, derivatives } of layers) {
      derivatives.forEach((each, e) => expect(each).toBeCloseTo(1 - Math.tanh(inputs[e]!) ** 2, 5));
    }
    expect(context.noise.next).toBe(0);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('learns to tell three clouds apart', async () => {
    const made = model(noisy);
    const held = fixed(gaussianMixture({ key: [3, 4], batchSize: 100, components }), 2);
    const tensors = tf.memory().numTensors;
    const before = await made.errorRate(held, 0.5);
    await train({
      model: made,
      data: streamed(stream, 50),
      optimizer: rmsprop(),
      learningRate: () => 0.01,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      maxUpdates: 150,
    });
    expect(await made.errorRate(held, 0.5)).toBeLessThan(Math.min(3, before / 4));
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
