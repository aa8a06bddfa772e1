import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { createNoiseStream } from '@unsaturate/core';
import { dropoutMask } from '@unsaturate/tfjs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gru, lstm } from './factories.ts';

await tf.setBackend('cpu');

interface Case {
  readonly kind: 'lstm' | 'gru';
  readonly inputSize: number;
  readonly batch: number;
  readonly time: number;
  readonly masked: boolean;
  readonly initial: boolean;
  readonly config: Parameters<typeof tf.layers.lstm>[0];
}

const flag = fc.boolean();
const activation = fc.constantFrom(
  'tanh' as const,
  'sigmoid' as const,
  'hardSigmoid' as const,
  'relu' as const,
  'linear' as const,
  'softsign' as const,
  'elu' as const,
);
const size = fc.integer({ min: 1, max: 4 });
const cases: fc.Arbitrary<Case> = fc.record({
  kind: fc.constantFrom('lstm' as const, 'gru' as const),
  inputSize: size,
  batch: size,
  // tf.layers cannot differentiate a single step: the gradient of tf.unstack fails on one slice.
  time: fc.integer({ min: 2, max: 4 }),
  masked: flag,
  initial: flag,
  config: fc.record(
    {
      units: size,
      activation,
      recurrentActivation: activation,
      useBias: flag,
      unitForgetBias: flag,
      returnSequences: flag,
      returnState: flag,
      goBackwards: flag,
      implementation: fc.constantFrom(1, 2),
    },
    { requiredKeys: ['units'] },
  ),
});

type Layer = ReturnType<typeof tf.layers.lstm>;

const theirMakers = { lstm: tf.layers.lstm, gru: tf.layers.gru };
const ourMakers = { lstm, gru };

/** A layer of tf.layers and ours with the same configuration and weights, biases that are not 0 included. */
function pair({ kind, inputSize, config }: Pick<Case, 'kind' | 'inputSize' | 'config'>): [Layer, Layer] {
  const theirs: Layer = theirMakers[kind]({ ...config });
  const ours: Layer = ourMakers[kind](config);
  for (const layer of [theirs, ours]) layer.apply(tf.input({ batchShape: [null, null, inputSize] }));
  theirs.setWeights(theirs.getWeights().map((weight) => tf.randomNormal(weight.shape, 0, 0.7)));
  ours.setWeights(theirs.getWeights());
  return [theirs, ours];
}

function apply(layer: Layer, x: tf.Tensor, kwargs: object): tf.Tensor[] {
  const output = layer.apply(x, { ...kwargs }) as tf.Tensor | tf.Tensor[];
  return Array.isArray(output) ? output : [output];
}

function variables(layer: Layer): tf.Variable[] {
  return layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Gradients of a weighted sum of the outputs in the input and every weight. */
function gradients(layer: Layer, x: tf.Tensor, kwargs: object): tf.Tensor[] {
  const loss = (input: tf.Tensor): tf.Scalar => {
    const terms = apply(layer, input, kwargs).map((output, i) =>
      tf.sum<tf.Scalar>(tf.mul(output, tf.randomNormal(output.shape, 0, 1, 'float32', 17 + i))),
    );
    return terms.reduce((total, term) => tf.add(total, term));
  };
  const { grads } = tf.variableGrads(() => loss(x), variables(layer));
  return [tf.grad(loss)(x), ...variables(layer).map(({ name }) => grads[name]!)];
}

/** Largest distance between two lists of tensors, each relative to its largest element where that is above `floor`. */
function distance(actual: tf.Tensor[], expected: tf.Tensor[], floor: number): number {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  const distances = expected.map((tensor, i) => {
    const largest = tf.max(tf.abs(tensor)).dataSync()[0]!;
    return tf.max(tf.abs(tf.sub(tensor, actual[i]!))).dataSync()[0]! / Math.max(largest, floor);
  });
  return Math.max(...distances);
}

function weightNames(layer: Layer): string[] {
  return layer.weights.map(({ originalName }) => originalName.split('/').at(-1)!);
}

function check({ kind, inputSize, batch, time, masked, initial, config }: Case): void {
  tf.engine().startScope();
  const [theirs, ours] = pair({ kind, inputSize, config });
  const x = tf.randomNormal([batch, time, inputSize]);
  const states = Array.from({ length: kind === 'lstm' ? 2 : 1 }, () =>
    tf.randomNormal([batch, config.units]),
  );
  const kwargs = {
    ...(masked ? { mask: tf.greater(tf.randomUniform([batch, time]), 0.4) } : {}),
    ...(initial ? { initialState: states } : {}),
  };
  expect(weightNames(ours)).toEqual(weightNames(theirs));
  expect(distance(apply(ours, x, kwargs), apply(theirs, x, kwargs), 1)).toBeLessThan(1e-5);
  expect(distance(gradients(ours, x, kwargs), gradients(theirs, x, kwargs), 1e-3)).toBeLessThan(1e-4);
  for (const layer of [theirs, ours]) for (const weight of layer.weights) weight.dispose();
  tf.engine().endScope();
}

describe('without a variant', () => {
  it('gives the outputs and gradients of tf.layers', () => {
    expect.hasAssertions();
    fc.assert(fc.property(cases, check), { seed: 1, numRuns: 100 });
  });

  it.each(['lstm', 'gru'] as const)('has the defaults of tf.layers.%s', (kind) => {
    const [theirs, ours] = pair({ kind, inputSize: 2, config: { units: 3 } });
    const { name: _, ...expected } = theirs.getConfig();
    const config = ours.getConfig();
    for (const [key, value] of Object.entries(expected)) {
      expect([key, config[key] || null]).toEqual([key, value || null]);
    }
  });

  it('begins with the weights that tf.layers begins with', () => {
    const config = {
      units: 3,
      kernelInitializer: 'ones',
      recurrentInitializer: tf.initializers.constant({ value: 0.2 }),
      biasInitializer: tf.initializers.constant({ value: 0.3 }),
      unitForgetBias: true,
    };
    const [theirs, ours] = [tf.layers.lstm({ ...config }), lstm(config)].map((layer) => {
      layer.apply(tf.input({ shape: [null, 2] }));
      return layer.getWeights().map((weight) => weight.arraySync());
    });
    expect(ours).toEqual(theirs);
  });

  it.each(['lstm', 'gru'] as const)('drops as tf.layers.%s does, given the same masks', (kind) => {
    const rates = { units: 5, dropout: 0.4, recurrentDropout: 0.3 };
    const masks = createNoiseStream(3);
    const input = tf.squeeze(dropoutMask(masks, rates.dropout, [2, 1, 4]), [1]);
    const recurrent = dropoutMask(masks, rates.recurrentDropout, [2, 5]);
    const dropoutFunc = (ones: tf.Tensor, rate: number): tf.Tensor =>
      tf.mul(ones, rate === rates.dropout ? input : recurrent);
    const theirs: Layer = theirMakers[kind]({ ...rates, dropoutFunc });
    const ours: Layer = ourMakers[kind]({ ...rates, noise: createNoiseStream(3) });
    const x = tf.randomNormal([2, 3, 4]);
    for (const layer of [theirs, ours]) layer.apply(tf.input({ shape: [3, 4] }));
    ours.setWeights(theirs.getWeights());
    for (const training of [true, false]) {
      const [expected, actual] = [theirs, ours].map((layer) => apply(layer, x, { training }));
      expect(distance(actual!, expected!, 1)).toBeLessThan(1e-5);
    }
  });

  it.each(['lstm', 'gru'] as const)('carries the state from batch to batch as tf.layers.%s does', (kind) => {
    const config = { units: 3, stateful: true, batchInputShape: [2, 4, 5] };
    const theirs: Layer = theirMakers[kind]({ ...config });
    const ours: Layer = ourMakers[kind](config);
    const models = [theirs, ours].map((layer) => tf.sequential({ layers: [layer] }));
    ours.setWeights(theirs.getWeights());
    const predictionsDiffer = (x: tf.Tensor): number => {
      const [expected, actual] = models.map((model) => model.predict(x) as tf.Tensor);
      return distance([actual!], [expected!], 1);
    };
    for (let batch = 0; batch < 3; batch++) {
      const x = tf.randomNormal([2, 4, 5]);
      expect(predictionsDiffer(x)).toBeLessThan(1e-5);
      const [expected, actual] = [theirs, ours].map((layer) => gradients(layer, x, { training: true }));
      expect(distance(actual!, expected!, 1e-3)).toBeLessThan(1e-4);
    }
    for (const model of models) model.resetStates();
    expect(predictionsDiffer(tf.randomNormal([2, 4, 5]))).toBeLessThan(1e-5);
  });
});

describe('on the wasm backend', () => {
  it.each(['lstm', 'gru'] as const)('gives the outputs and gradients of tf.layers.%s', async (kind) => {
    expect.hasAssertions();
    await tf.setBackend('wasm');
    try {
      const config = { units: 3, returnState: true };
      check({ kind, inputSize: 4, batch: 2, time: 5, masked: true, initial: true, config });
    } finally {
      await tf.setBackend('cpu');
    }
  });
});
