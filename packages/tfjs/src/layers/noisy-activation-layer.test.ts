import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { createNoiseStream, InvalidArgumentError, variants } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { noisyActivation as applyNoisyActivation } from '../activation/noisy-activation.ts';
import { defaultNoise, seedNoise } from './default-noise.ts';
import {
  type NoisyActivation,
  noisyActivation,
  type NoisyActivationLayerConfig,
} from './noisy-activation-layer.ts';

await tf.setBackend('cpu');
const x = tf.keep(tf.randomNormal([3, 4], 0, 2, 'float32', 5));

function values(layer: NoisyActivation, kwargs: object = {}): Float32Array {
  return (layer.apply(x, kwargs) as tf.Tensor).dataSync<'float32'>();
}

describe('a noisy activation layer', () => {
  it.each(variants)('computes the noisy activation with %s, and learns p where it matters', (variant) => {
    const layer = noisyActivation({
      base: 'hardTanh',
      variant,
      alpha: 1.1,
      c: 2,
      noise: createNoiseStream(3),
    });
    const expected = values(layer);
    const [p] = layer.getWeights();
    expect(p?.shape).toEqual(['NAN', 'NAH', 'NANIL'].includes(variant) ? [4] : undefined);
    const options = { base: 'hardTanh', variant, alpha: 1.1, c: 2, p: p ?? 1 } as const;
    expect(expected).toEqual(applyNoisyActivation(x, { ...options, training: false }).dataSync());
    const noise = createNoiseStream(3);
    expect(values(layer, { training: true })).toEqual(
      applyNoisyActivation(x, { ...options, noise, training: true }).dataSync(),
    );
  });

  it('begins with p uniform on [-1, 1], or as asked', () => {
    const layer = noisyActivation();
    layer.apply(tf.zeros([1, 500]));
    const p = [...layer.getWeights()[0]!.dataSync()];
    expect(Math.min(...p)).toBeLessThan(-0.9);
    expect(Math.min(...p)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...p)).toBeGreaterThan(0.9);
    expect(Math.max(...p)).toBeLessThanOrEqual(1);
    const shared = noisyActivation({ sharedP: true, pInitializer: 'ones' });
    values(shared);
    expect(shared.getWeights()[0]!.arraySync()).toEqual([1]);
  });

  it('draws new noise at each call of training, from the default stream, which a seed restarts', () => {
    const layer = noisyActivation({ c: 5 });
    seedNoise(8);
    const first = values(layer, { training: true });
    expect(values(layer, { training: true })).not.toEqual(first);
    expect(defaultNoise()).toEqual({ key: [8, 0], next: 2 });
    values(layer);
    expect(defaultNoise().next).toBe(2);
    seedNoise(8);
    expect(values(layer, { training: true })).toEqual(first);
  });

  it('passes shapes and masks through', () => {
    const input = tf.input({ shape: [null, 5] });
    const output = noisyActivation().apply(tf.layers.masking().apply(input)) as tf.SymbolicTensor;
    expect(output.shape).toEqual([null, null, 5]);
    const layer = noisyActivation();
    const mask = tf.ones([2, 3], 'bool');
    expect(layer.computeMask(tf.ones([2, 3, 5]), mask)).toBe(mask);
  });

  it.each(['cpu', 'wasm'])(
    'trains after a dense layer on %s without leaving tensors behind',
    async (name) => {
      await tf.setBackend(name);
      try {
        const layer = noisyActivation({ variant: 'NAH', base: 'hardTanh' });
        const model = tf.sequential({
          layers: [
            tf.layers.dense({ units: 8, inputShape: [2] }),
            layer,
            tf.layers.dense({ units: 1, activation: 'sigmoid' }),
          ],
        });
        model.compile({ loss: 'binaryCrossentropy', optimizer: tf.train.adam(0.1) });
        const xs = tf.tensor2d([-2, -2, -2, 2, 2, -2, 2, 2], [4, 2]);
        const ys = tf.tensor2d([0, 1, 1, 0], [4, 1]);
        const run = async (epochs: number): Promise<number[]> =>
          (await model.fit(xs, ys, { epochs })).history['loss'] as number[];
        await run(1);
        const p = layer.getWeights()[0]!.dataSync();
        const tensors = tf.memory().numTensors;
        const losses = await run(60);
        tf.dispose(model.predict(xs));
        expect(tf.memory().numTensors).toBe(tensors);
        expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
        expect(layer.getWeights()[0]!.dataSync()).not.toEqual(p);
      } finally {
        await tf.setBackend('cpu');
      }
    },
  );

  it.each(variants)('is the same after saving and loading, with %s', async (variant) => {
    const layer = noisyActivation({
      base: 'kerasHardSigmoid',
      variant,
      alpha: 0.8,
      form: 'authors',
      clip: true,
      sharedP: true,
      inputShape: [4],
    });
    layer.noiseScale = 0.9;
    const model = tf.sequential({ layers: [layer] });
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = {
          ...artifacts,
          modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) as object,
        };
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    const again = loaded.layers[0] as NoisyActivation;
    expect((loaded.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
    expect(again.noiseScale).toBe(0.9);
    for (const key of ['base', 'variant', 'alpha', 'form', 'clip', 'sharedP']) {
      expect(again.getConfig()[key]).toBe(layer.getConfig()[key]);
    }
    again.noiseScale = 0.1;
    expect(layer.noiseScale).toBe(0.9);
  });

  const wrong: readonly [NoisyActivationLayerConfig, RegExp][] = [
    [{ base: 'relu' as 'tanh' }, /^noisyActivation: base must be one of/],
    [{ variant: 'nah' as 'NAH' }, /^noisyActivation: variant must be one of/],
    [{ alpha: NaN }, /^noisyActivation: alpha must be a finite number/],
    [{ c: -1 }, /^noisyActivation: c must be a finite number of at least 0, got -1\.$/],
    [
      { varient: 'NAH' } as object,
      /^noisyActivation: config must hold only name, trainable, .*, sharedP, got "varient"\.$/,
    ],
    [{ form: 'other' as 'authors' }, /^noisyActivation: form must be one of/],
    [{ pInitializer: 'nothing' }, /^noisyActivation: pInitializer must be an initializer .* got "nothing"/],
    [{ noise: {} as never }, /^noisyActivation: noise must be a noise stream/],
  ];

  it.each(wrong)('refuses %o', (config, message) => {
    expect(() => noisyActivation(config)).toThrow(InvalidArgumentError);
    expect(() => noisyActivation(config)).toThrow(message);
  });

  it('takes all that a layer of tf.layers takes, and its own configuration', () => {
    const config = { name: 'noisy', inputShape: [2], batchSize: 3, dtype: 'float32' } as const;
    expect(noisyActivation({ ...config, inputShape: [2], inputDType: 'float32' }).getConfig()).toMatchObject({
      name: 'noisy',
      batchInputShape: [3, 2],
    });
    const own = noisyActivation({ base: 'tanh', trainable: false }).getConfig();
    expect(noisyActivation(own as NoisyActivationLayerConfig).getConfig()).toMatchObject({
      name: own['name'],
      base: 'tanh',
      trainable: false,
    });
  });

  it('refuses a noise scale that is no number or below 0, and an axis of unknown size', () => {
    expect(() => (noisyActivation().noiseScale = NaN)).toThrow(
      /^noisyActivation: noiseScale must be a finite/,
    );
    expect(() => (noisyActivation().noiseScale = -1)).toThrow(/at least 0, got -1/);
    expect(() => noisyActivation().apply(tf.input({ shape: [null] }))).toThrow(/last axis of known size/);
    expect(noisyActivation({ sharedP: true }).apply(tf.input({ shape: [null] }))).toHaveProperty('shape', [
      null,
      null,
    ]);
  });
});
