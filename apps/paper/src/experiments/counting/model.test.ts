import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { countUnique, fixed, streamed } from '@unsaturate/tasks';
import { adam, type Arm, armActivations, evaluate, train } from '@unsaturate/train';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CountingModel, countingModel } from './model.ts';

const values = 3;

function modelOf(arm: Arm): CountingModel {
  const sizes = { values, classes: values + 1, units: 6, hiddenUnits: 5 };
  return countingModel({ ...sizes, ...armActivations(arm) }, [5, 0]);
}

const stream = countUnique({ key: [1, 2], batchSize: 8, length: 4, values });
const context = { training: false, noise: createNoiseStream(1), noiseScale: 0.5 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('countingModel', () => {
  it('has parameters of the shapes of its parts', () => {
    const shapes = Object.entries(modelOf('nan').parameters).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      kernel: [3, 24],
      recurrentKernel: [6, 24],
      bias: [24],
      p: [5, 6],
      mlpKernel: [6, 5],
      mlpBias: [5],
      outputKernel: [5, 4],
      outputBias: [4],
    });
  });

  it('has the loss of guessing before it has learned, and a gradient that central differences confirm', async () => {
    const model = modelOf('soft');
    const batch = stream.batch(0);
    const loss = (): tf.Scalar => model.forward(batch, {}, context).loss;
    expect(tf.tidy(() => loss().dataSync()[0]!)).toBeCloseTo(Math.log(values + 1), 0);
    const { grads } = tf.variableGrads(loss);
    for (const [name, element] of [
      ['kernel', 3],
      ['recurrentKernel', 30],
      ['bias', 7],
      ['mlpKernel', 11],
      ['outputBias', 2],
    ] as const) {
      const parameter = model.parameters[name]!;
      const start = parameter.dataSync().slice();
      const at = (shift: number): number => {
        const moved = start.map((value, i) => (i === element ? value + shift : value));
        parameter.assign(tf.tensor(moved, parameter.shape));
        return tf.tidy(() => loss().dataSync()[0]!);
      };
      const difference = (at(0.01) - at(-0.01)) / 0.02;
      at(0);
      expect(grads[parameter.name]!.dataSync()[element]).toBeCloseTo(difference, 3);
    }
  });

  it('draws noise in training only', () => {
    const model = modelOf('nan');
    const loss = (training: boolean, next: number): number =>
      tf.tidy(() => {
        const noise = { ...createNoiseStream(1), next };
        return model.forward(stream.batch(0), {}, { training, noise, noiseScale: 500 }).loss.dataSync()[0]!;
      });
    // Deep in saturation, where there is noise.
    model.parameters['bias']!.assign(tf.mul(tf.ones([24]), 4));
    expect(loss(true, 0)).not.toBe(loss(true, 100));
    expect(loss(false, 0)).toBe(loss(false, 100));
  });

  it('learns to count', async () => {
    const model = modelOf('nan');
    const held = fixed(countUnique({ key: [3, 4], batchSize: 50, length: 4, values }), 2);
    const before = await model.errorRate(held, 0.5);
    const tensors = tf.memory().numTensors;
    await train({
      model,
      data: streamed(stream, 50),
      optimizer: adam(),
      learningRate: () => 0.03,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 5,
      maxUpdates: 200,
    });
    const after = await model.errorRate(held, 0.5);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(after).toBeLessThan(Math.min(20, before / 2));
    expect((await evaluate(model, held, 0.5)).count).toBe(100);
  });
});
