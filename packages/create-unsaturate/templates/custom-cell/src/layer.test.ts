import * as tf from '@tensorflow/tfjs';
import '@unsaturate/wasm'; // compiles the layer
import { beforeAll, expect, it } from 'vitest';
import { mgu } from './layer.js';

beforeAll(() => tf.setBackend('cpu'));

it('is its equations', () => {
  const layer = mgu({
    units: 4,
    recurrentActivation: 'sigmoid',
    returnSequences: true,
    biasInitializer: 'randomNormal',
  });
  const xs = tf.randomNormal([2, 6, 3], 0, 1, 'float32', 1);
  const outputs = (layer.apply(xs) as tf.Tensor).dataSync();

  const [kernel, recurrentKernel, bias] = layer.getWeights() as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [Wf, Wh] = tf.split(kernel, 2, 1) as [tf.Tensor, tf.Tensor];
  const [Uf, Uh] = tf.split(recurrentKernel, 2, 1) as [tf.Tensor, tf.Tensor];
  const [bf, bh] = tf.split(bias, 2) as [tf.Tensor, tf.Tensor];
  let h: tf.Tensor = tf.zeros([2, 4]);
  const expected = tf.unstack(xs, 1).map((x) => {
    const f = tf.sigmoid(tf.matMul(x, Wf).add(tf.matMul(h, Uf)).add(bf));
    const candidate = tf.tanh(
      tf
        .matMul(x, Wh)
        .add(tf.matMul(f.mul(h), Uh))
        .add(bh),
    );
    h = tf.sub(1, f).mul(h).add(f.mul(candidate));
    return h;
  });
  const plain = tf.stack(expected, 1).dataSync();
  expect(outputs.length).toBe(plain.length);
  outputs.forEach((value, i) => expect(value).toBeCloseTo(plain[i]!, 5));
});

function makeModel(): tf.LayersModel {
  const model = tf.sequential();
  model.add(mgu({ units: 8, inputShape: [10, 1], variant: 'NAH', activation: 'hardTanh' }));
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
  return model;
}

it('learns the sign of a sum', async () => {
  const xs = tf.randomUniform([128, 10, 1], -1, 1, 'float32', 1);
  const ys = tf.cast(tf.greater(tf.sum(xs, 1), 0), 'float32');
  const model = makeModel();
  model.compile({ optimizer: tf.train.adam(0.03), loss: 'binaryCrossentropy' });
  const { history } = await model.fit(xs, ys, { epochs: 8, verbose: 0 });
  const losses = history['loss'] as number[];
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 1.3);
});

it('saves and loads', async () => {
  const saved = makeModel();
  let artifacts: tf.io.ModelArtifacts;
  await saved.save(
    tf.io.withSaveHandler(async (all) => {
      artifacts = all;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts!));
  const xs = tf.randomNormal([3, 10, 1], 0, 1, 'float32', 2);
  const [before, after] = [saved, loaded].map((model) => (model.predict(xs) as tf.Tensor).dataSync());
  expect(after).toEqual(before);
});
