import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { constant, piecewise } from '../schedule/sequences.ts';
import { learningRateCallback } from './learning-rate-callback.ts';

const unscheduledRate = 100;
const rates = [0.5, 0.25, 0, 0.125];
const schedule = piecewise({ values: rates, boundaries: [1, 2, 3] });
const gradients = [1, 2, -1, 3];

/** A model w x whose loss is its output, so that the gradient of w is the input, whatever w is. */
function build(optimizer: tf.Optimizer): tf.Sequential {
  const layer = tf.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'zeros' });
  const model = tf.sequential({ layers: [layer] });
  model.compile({ optimizer, loss: (_: tf.Tensor, output: tf.Tensor) => output });
  return model;
}

async function weight(model: tf.Sequential): Promise<number> {
  return (await model.getWeights()[0]!.data())[0]!;
}

/** One update for each gradient. */
async function fit(model: tf.Sequential, args: tf.ModelFitArgs): Promise<void> {
  const x = tf.tensor2d(gradients, [gradients.length, 1]);
  const y = tf.zerosLike(x);
  await model.fit(x, y, { batchSize: 1, shuffle: false, ...args });
  tf.dispose([x, y]);
}

/** Weights after the updates by the definition of each optimizer, in float64. */
const expected = {
  sgd: () => gradients.reduce((w, g, i) => w - rates[i]! * g, 0),
  momentum() {
    let [w, m] = [0, 0];
    gradients.forEach((g, i) => {
      m = 0.9 * m + g;
      w -= rates[i]! * m;
    });
    return w;
  },
  adam() {
    let [w, m, v] = [0, 0, 0];
    gradients.forEach((g, i) => {
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      w -= (rates[i]! * (m / (1 - 0.9 ** (i + 1)))) / Math.sqrt(v / (1 - 0.99 ** (i + 1)));
    });
    return w;
  },
  rmsprop() {
    let [w, v] = [0, 0];
    gradients.forEach((g, i) => {
      v = 0.9 * v + 0.1 * g * g;
      w -= (rates[i]! * g) / Math.sqrt(v);
    });
    return w;
  },
  adagrad() {
    let [w, v] = [0, 0.1];
    gradients.forEach((g, i) => {
      v += g * g;
      w -= (rates[i]! * g) / Math.sqrt(v);
    });
    return w;
  },
  adadelta() {
    let [w, v, d] = [0, 0, 0];
    gradients.forEach((g, i) => {
      // TensorFlow.js divides by the mean square of the gradients before this one.
      const update = (g * Math.sqrt(d + 0.1)) / Math.sqrt(v + 0.1);
      v = 0.9 * v + 0.1 * g * g;
      d = 0.9 * d + 0.1 * update * update;
      w -= rates[i]! * update;
    });
    return w;
  },
  adamax() {
    let [w, m, u] = [0, 0, 0];
    gradients.forEach((g, i) => {
      m = 0.9 * m + 0.1 * g;
      u = Math.max(0.99 * u, Math.abs(g));
      w -= ((rates[i]! / (1 - 0.9 ** (i + 1))) * m) / u;
    });
    return w;
  },
};

const optimizers: readonly (readonly [keyof typeof expected, () => tf.Optimizer])[] = [
  ['sgd', () => tf.train.sgd(unscheduledRate)],
  ['momentum', () => tf.train.momentum(unscheduledRate, 0.9)],
  ['adam', () => tf.train.adam(unscheduledRate, 0.9, 0.99)],
  ['rmsprop', () => tf.train.rmsprop(unscheduledRate, 0.9)],
  ['adagrad', () => tf.train.adagrad(unscheduledRate, 0.1)],
  ['adadelta', () => tf.train.adadelta(unscheduledRate, 0.9, 0.1)],
  ['adamax', () => tf.train.adamax(unscheduledRate, 0.9, 0.99)],
];

describe('learningRateCallback', () => {
  it.each(optimizers)('schedules %s: the weights are those of its definition', async (name, optimizer) => {
    const model = build(optimizer());
    await fit(model, { epochs: 1, callbacks: learningRateCallback(model, schedule) });
    expect(await weight(model)).toBeCloseTo(expected[name](), 4);
    expect(model.optimizer.getConfig()['learningRate']).toBe(0.125);
  });

  it('keeps one rate for an epoch with per: epoch', async () => {
    const model = build(tf.train.sgd(unscheduledRate));
    const halved = piecewise({ values: [1, 0.5], boundaries: [1] });
    await fit(model, { epochs: 2, callbacks: learningRateCallback(model, halved, { per: 'epoch' }) });
    expect(await weight(model)).toBeCloseTo(-7.5, 6);
  });

  it.each(optimizers)('leaks no tensor with %s', async (_, optimizer) => {
    const model = build(optimizer());
    const callbacks = learningRateCallback(model, schedule);
    await fit(model, { epochs: 1, callbacks });
    const before = tf.memory().numTensors;
    await fit(model, { epochs: 1, callbacks });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('sets the optimizer that the model has at the time', async () => {
    const model = build(tf.train.sgd(unscheduledRate));
    const callbacks = learningRateCallback(model, constant(0.5));
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await fit(model, { epochs: 1, callbacks });
    expect(model.optimizer.getConfig()['learningRate']).toBe(0.5);
  });

  it('refuses a model that is not compiled', () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    expect(() => learningRateCallback(model, constant(1))).toThrow(
      'learningRateCallback: model.optimizer must be an optimizer with a number learningRate, got undefined. ' +
        'Compile the model first, with an optimizer of TensorFlow.js.',
    );
  });

  it('stops fit, with the rate as it was, when the schedule has no number to give', async () => {
    const model = build(tf.train.sgd(unscheduledRate));
    const callbacks = learningRateCallback(model, () => Infinity);
    await expect(fit(model, { epochs: 1, callbacks })).rejects.toThrow(
      'learningRateCallback: schedule(0) must be a finite number, got Infinity.',
    );
    expect(model.optimizer.getConfig()['learningRate']).toBe(unscheduledRate);
  });
});
