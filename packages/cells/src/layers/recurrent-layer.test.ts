import * as tf from '@tensorflow/tfjs';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { defineCell, scan, zeroState } from '@unsaturate/scan';
import { defaultNoise, seedNoise } from '@unsaturate/tfjs/layers';
import { describe, expect, it } from 'vitest';
import { lstm as lstmCell } from '../lstm/lstm.ts';
import type { RecurrentLayerConfig } from './config.ts';
import { gru, lstm } from './factories.ts';
import { RecurrentLayer } from './recurrent-layer.ts';

const x = tf.keep(tf.randomNormal([2, 3, 4], 0, 2, 'float32', 5));

function values(layer: RecurrentLayer, kwargs: object = {}): Float32Array {
  return (layer.apply(x, kwargs) as tf.Tensor).dataSync<'float32'>();
}

describe('noise', () => {
  it('is drawn in training as scan draws it, and not otherwise', () => {
    const layer = lstm({ units: 2, variant: 'NAH', c: 2, noise: createNoiseStream(9) });
    values(layer);
    const [kernel, recurrentKernel, bias, p] = layer.getWeights() as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    expect(p.shape).toEqual([5, 2]);
    expect(Math.max(...p.dataSync().map(Math.abs))).toBeLessThanOrEqual(1);
    const site = { variant: 'NAH', c: 2 } as const;
    const run = (training: boolean): Float32Array => {
      const params = { kernel, recurrentKernel, bias, p };
      const { state } = scan(lstmCell, params, x, zeroState(lstmCell, { inputSize: 4, units: 2 }, 2), {
        activations: { sigmoid: { ...site, base: 'kerasHardSigmoid' }, tanh: { ...site, base: 'tanh' } },
        noise: createNoiseStream(9),
        training,
      });
      return state.h.dataSync<'float32'>();
    };
    expect(values(layer, { training: true })).toEqual(run(true));
    expect(values(layer, { training: false })).toEqual(run(false));
    expect(run(true)).not.toEqual(run(false));
  });

  it('changes from call to call, and takes steps times sites from the stream', () => {
    const noise = createNoiseStream(1);
    const layer = gru({ units: 2, variant: 'NAN', c: 1, noise });
    const first = values(layer, { training: true });
    expect(noise.next).toBe(3 * 3);
    expect(values(layer, { training: true })).not.toEqual(first);
    const taken = noise.next;
    expect(values(layer)).toEqual(values(layer));
    expect(noise.next).toBe(taken);
  });

  it('comes from the default stream, which a seed restarts', async () => {
    const model = tf.sequential({
      layers: [
        lstm({ units: 3, variant: 'NANIL', inputShape: [3, 4], dropout: 0.3 }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    const begin = model.getWeights().map((weight) => weight.clone());
    const train = async (): Promise<Float32Array[]> => {
      seedNoise(6);
      model.setWeights(begin);
      model.compile({ loss: 'meanSquaredError', optimizer: tf.train.sgd(0.1) });
      await model.fit(x, tf.ones([2, 1]), { epochs: 3, shuffle: false });
      return model.getWeights().map((weight) => weight.dataSync<'float32'>());
    };
    const run = await train();
    expect(defaultNoise()).toEqual({ key: [6, 0], next: 3 * (1 + 3 * 5) });
    expect(await train()).toEqual(run);
    model.evaluate(x, tf.ones([2, 1]));
    expect(defaultNoise().next).toBe(3 * (1 + 3 * 5));
  });

  it('has a scale that can change, and enters what is expected at test time', () => {
    const layer = lstm({ units: 2, variant: 'NAH' });
    expect(layer.noiseScale).toBe(0.5);
    const before = values(layer);
    layer.noiseScale = 3;
    expect(layer.noiseScale).toBe(3);
    expect(values(layer)).not.toEqual(before);
    expect(() => (layer.noiseScale = NaN)).toThrow(InvalidArgumentError);
  });

  it('lets a network learn, p included', async () => {
    const recurrent = gru({ units: 6, variant: 'NAH', activation: 'hardTanh', inputShape: [5, 1] });
    const model = tf.sequential({ layers: [recurrent, tf.layers.dense({ units: 1 })] });
    model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.03) });
    const xs = tf.randomNormal([32, 5, 1], 0, 2, 'float32', 3);
    const ys = tf.mean(xs, 1);
    const p = recurrent.getWeights()[3]!.dataSync();
    const { history } = await model.fit(xs, ys, { epochs: 25 });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    expect(recurrent.getWeights()[3]!.dataSync()).not.toEqual(p);
  });
});

describe('weights', () => {
  it.each(['none', 'NANI', 'NANIS'] as const)('have no p with %s', (variant) => {
    const layer = lstm({ units: 2, variant });
    values(layer, { training: true });
    expect(layer.getWeights()).toHaveLength(3);
  });

  it('may be set without p, which then stays', () => {
    const theirs = tf.layers.lstm({ units: 2 });
    theirs.apply(x);
    const layer = lstm({ units: 2, variant: 'NAN' });
    values(layer);
    const p = layer.getWeights()[3]!.dataSync();
    layer.setWeights(theirs.getWeights());
    expect(
      layer
        .getWeights()
        .slice(0, 3)
        .map((weight) => weight.dataSync()),
    ).toEqual(theirs.getWeights().map((weight) => weight.dataSync()));
    expect(layer.getWeights()[3]!.dataSync()).toEqual(p);
    expect(() => layer.setWeights(theirs.getWeights().slice(0, 2))).toThrow(/weight list of length 2/);
  });

  it('add the losses of their regularizers', async () => {
    const layer = lstm({
      units: 1,
      kernelInitializer: 'ones',
      kernelRegularizer: tf.regularizers.l2({ l2: 1 }),
      inputShape: [3, 4],
    });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    expect(await model.trainOnBatch(tf.zeros([2, 3, 4]), tf.zeros([2, 1]))).toBeCloseTo(16);
  });

  it('have the shapes of cuDNN with resetAfter', () => {
    const layer = gru({ units: 2, resetAfter: true });
    values(layer);
    expect(layer.getWeights().map(({ shape }) => shape)).toEqual([
      [4, 6],
      [2, 6],
      [2, 6],
    ]);
    expect(layer.getConfig()['resetAfter']).toBe(true);
  });
});

describe('errors', () => {
  const wrong: readonly [RecurrentLayerConfig, RegExp][] = [
    [{ units: 0 }, /^lstm: units must be an integer above 0, got 0\.$/],
    [{ units: 1, dropout: 1 }, /^lstm: dropout must be at least 0 and below 1, got 1\.$/],
    [{ units: 1, recurrentDropout: NaN }, /^lstm: recurrentDropout must be a finite number/],
    [{ units: 1, variant: 'nah' as 'NAH' }, /^lstm: variant must be one of "none", "NAN"/],
    [
      { units: 1, variant: 'NAH', activation: 'relu' },
      /^lstm: activation must be one of "sigmoid", "tanh".*"NAH"/,
    ],
    [
      { units: 1, variant: 'NAH', recurrentActivation: null },
      /^lstm: recurrentActivation must be .* got null/,
    ],
    [
      { units: 1, activation: 'swoosh' as 'swish' },
      /^lstm: activation must be .* of tf\.layers, got "swoosh"/,
    ],
    [{ units: 1, pInitializer: 'nothing' }, /^lstm: pInitializer must be an initializer .* got "nothing"/],
    [{ units: 1, c: Infinity }, /^lstm: c must be a finite number/],
    [{ units: 1, c: -1 }, /^lstm: c must be a finite number of at least 0, got -1/],
    [
      { units: 1, varient: 'NAH' } as RecurrentLayerConfig,
      /^lstm: config must hold only units, .*unitForgetBias, .*variant, .*, weights, got "varient"\.$/,
    ],
    [{ units: 1, resetAfter: true } as RecurrentLayerConfig, /^lstm: config must .* got "resetAfter"\.$/],
    [undefined as never, /^lstm: config must be an object, got undefined\.$/],
    [{ units: 1, alpha: NaN, variant: 'NAN' }, /^lstm: alpha must be a finite number/],
    [{ units: 1, noise: 7 as never }, /^lstm: noise must be a noise stream, got 7/],
  ];

  it.each(wrong)('are typed: %o', (config, message) => {
    expect(() => lstm(config)).toThrow(InvalidArgumentError);
    expect(() => lstm(config)).toThrow(message);
  });

  it.each([
    ['lstm', lstm, tf.layers.lstm],
    ['gru', gru, tf.layers.gru],
  ] as const)('do not come from configurations of tf.layers.%s and of %s', (_kind, ours, theirs) => {
    const config = { units: 2, inputShape: [3, 2], batchSize: 4, implementation: 1, name: 'recurrent' };
    const layer = theirs({ ...config, recurrentRegularizer: 'l1l2', dropout: 0.1 });
    const own = ours(layer.getConfig() as { units: number });
    expect(own.getConfig()).toMatchObject({ units: 2, dropout: 0.1, batchInputShape: [4, 3, 2] });
    expect(ours(own.getConfig() as { units: number }).getConfig()).toEqual(own.getConfig());
  });

  it('tell how many initial states there are', () => {
    const initialState = [tf.zeros([2, 2])];
    expect(() => lstm({ units: 2 }).apply(x, { initialState })).toThrow(
      /^lstm: initialState must hold 2 tensors, h, c, got \[\[2,2\]\]/,
    );
  });
});

describe('a layer of an own cell', () => {
  /** A leaky average in a state of two axes: m' = m + (x K - m) s, output tanh of its rows' sum. */
  const memory = defineCell({
    name: 'memory',
    sites: ['y'],
    params: ({ inputSize, units }: { inputSize: number; units: number }) => ({
      kernel: [inputSize, 3 * units],
      rateBias: [units],
      p: [1, units],
    }),
    state: ({ units }) => ({ y: [units], m: [3, units] }),
    step({ kernel, rateBias, p }, input, { m }, { tanh }) {
      const update = tf.reshape(tf.matMul(input, kernel), m.shape);
      const next = tf.add(m, tf.mul(tf.sub(update, m), tf.sigmoid(rateBias)));
      const y = tanh(tf.sum(next, 1), p);
      return { output: y, state: { y, m: next } };
    },
  });

  class Memory extends RecurrentLayer {
    static override readonly className = 'Memory';

    constructor(config: RecurrentLayerConfig) {
      super(memory, config);
    }
  }
  tf.serialization.registerClass(Memory);

  it('is built, trained and saved as any other', async () => {
    const layer = new Memory({ units: 2, variant: 'NAH', inputShape: [3, 4], stateful: true, batchSize: 2 });
    const model = tf.sequential({ layers: [layer] });
    expect(layer.weights.map(({ originalName }) => originalName.split('/').at(-1))).toEqual([
      'kernel',
      'rate_bias',
      'p',
    ]);
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    await model.fit(x, tf.ones([2, 2]), { epochs: 2, batchSize: 2 });
    expect(layer.states.map(({ shape }) => shape)).toEqual([
      [2, 2],
      [2, 6],
    ]);
    const copy = await tf.models.modelFromJSON({ modelTopology: model.toJSON(null, false) as never });
    copy.setWeights(model.getWeights());
    model.resetStates();
    expect((copy.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
  });

  it('must list a state of the shape of its output first', () => {
    const swapped = { ...memory, state: () => ({ m: [3, 2], y: [2] }) };
    const layer = new RecurrentLayer(swapped, { units: 2 });
    expect(() => layer.apply(x)).toThrow(
      /^memory: the output of a step must have the shape \[3, 2\] of the first state, m/,
    );
  });
});
