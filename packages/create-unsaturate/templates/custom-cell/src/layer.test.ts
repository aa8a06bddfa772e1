import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { mgu } from './layer.js';

beforeAll(() => tf.setBackend('cpu'));

function model(): tf.LayersModel {
  const layers = [
    mgu({ units: 8, inputShape: [10, 1], variant: 'NAH', activation: 'hardTanh', recurrentActivation: 'hardSigmoid' }),
    tf.layers.dense({ units: 1, activation: 'sigmoid' }),
  ];
  return tf.sequential({ layers: layers as tf.layers.Layer[] });
}

describe('the layer', () => {
  it('learns the sign of a sum', async () => {
    const xs = tf.randomUniform([128, 10, 1], -1, 1, 'float32', 1);
    const ys = tf.cast(tf.greater(tf.sum(xs, 1), 0), 'float32');
    const trained = model();
    trained.compile({ optimizer: tf.train.adam(0.03), loss: 'binaryCrossentropy' });
    const { history } = await trained.fit(xs, ys, { epochs: 8, verbose: 0, shuffle: false });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 1.3);
  });

  it('saves and loads', async () => {
    const saved = model();
    let artifacts: tf.io.ModelArtifacts;
    await saved.save(
      tf.io.withSaveHandler(async (all) => {
        artifacts = all;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts!));
    const xs = tf.randomNormal([3, 10, 1], 0, 1, 'float32', 2);
    const [before, after] = [saved, loaded].map((each) => (each.predict(xs) as tf.Tensor).dataSync());
    expect(after).toEqual(before);
  });
});
