import * as tf from '@tensorflow/tfjs';
import { createNoiseStream } from '@unsaturate/core';
import { noisyActivation } from '@unsaturate/tfjs/layers';
import { describe, expect, it } from 'vitest';
import { gru, lstm } from './factories.ts';
import type { RecurrentLayer } from './recurrent-layer.ts';

type Layer = tf.layers.Layer;

const theirs = { lstm: tf.layers.lstm, gru: tf.layers.gru };
const ours = { lstm, gru };

/** Predictions of two models after the first was given the weights of the second. */
function predictions(models: readonly tf.LayersModel[], x: tf.Tensor | tf.Tensor[]): number[][] {
  models[0]!.setWeights(models[1]!.getWeights());
  return models.map((model) => {
    const output = model.predict(x);
    return (Array.isArray(output) ? output : [output]).flatMap((each) => [...each.dataSync()]);
  });
}

function expectEqual([actual, expected]: number[][]): void {
  expect(actual).toHaveLength(expected!.length);
  for (const [i, value] of expected!.entries()) expect(actual![i]).toBeCloseTo(value, 5);
}

async function savedAndLoaded(model: tf.LayersModel): Promise<tf.LayersModel> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (saved) => {
      artifacts = JSON.parse(JSON.stringify({ ...saved, weightData: null })) as tf.io.ModelArtifacts;
      artifacts.weightData = saved.weightData!;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return tf.loadLayersModel(tf.io.fromMemory(artifacts!));
}

describe.each(['lstm', 'gru'] as const)('%s in models', (kind) => {
  const make = [ours[kind], theirs[kind]] as ((config: object) => Layer)[];

  it.each(['concat', 'sum', 'mul', 'ave', null] as const)('works in bidirectional, merging by %s', (mode) => {
    expect.hasAssertions();
    const models = make.map((recurrent) => {
      const input = tf.input({ shape: [4, 3] });
      const layer = recurrent({ units: 2, returnSequences: true }) as never;
      const output = tf.layers.bidirectional({ layer, mergeMode: mode as never }).apply(input);
      return tf.model({ inputs: input, outputs: output as tf.SymbolicTensor[] });
    });
    expectEqual(predictions(models, tf.randomNormal([2, 4, 3])));
  });

  it('works stacked and in timeDistributed', () => {
    expect.hasAssertions();
    const models = make.map((recurrent) =>
      tf.sequential({
        layers: [
          tf.layers.embedding({ inputDim: 5, outputDim: 3, inputShape: [4] }),
          recurrent({ units: 3, returnSequences: true }),
          recurrent({ units: 2, returnSequences: true, goBackwards: true }),
          tf.layers.reshape({ targetShape: [2, 2, 2] }),
          tf.layers.timeDistributed({ layer: recurrent({ units: 2 }) }),
        ],
      }),
    );
    const x = tf.tensor2d([
      [1, 2, 3, 4],
      [3, 1, 2, 1],
    ]);
    expectEqual(predictions(models, x));
  });

  it('reads the mask of the layers before, and hands it on', () => {
    const models = make.map((recurrent) =>
      tf.sequential({
        layers: [
          tf.layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true, inputShape: [4] }),
          recurrent({ units: 3, returnSequences: true }),
          recurrent({ units: 2, returnSequences: true }),
        ],
      }),
    );
    const [actual, expected] = predictions(models, tf.tensor2d([[1, 0, 2, 0]]));
    expectEqual([actual!, expected!]);
    expect(actual!.slice(2, 4)).toEqual(actual!.slice(0, 2));
    expect(actual!.slice(6, 8)).toEqual(actual!.slice(4, 6));
  });

  it('takes initial states from another layer, also when two such layers are stacked', () => {
    const [x, y] = [tf.input({ shape: [4, 3] }), tf.input({ shape: [2, 3] })];
    const recurrent = ours[kind] as (config: object) => Layer;
    const [, ...states] = recurrent({ units: 2, returnState: true }).apply(x) as tf.SymbolicTensor[];
    const first = recurrent({ units: 2, returnSequences: true }).apply([y, ...states]) as tf.SymbolicTensor;
    const second = recurrent({ units: 2, variant: 'NAH' }).apply([first, ...states]) as tf.SymbolicTensor;
    const model = tf.model({ inputs: [x, y], outputs: second });
    const inputs = [tf.randomNormal([2, 4, 3]), tf.randomNormal([2, 2, 3])];
    const before = (model.predict(inputs) as tf.Tensor).dataSync();
    const others = [tf.mul(inputs[0]!, -2), inputs[1]!];
    expect((model.predict(others) as tf.Tensor).dataSync()).not.toEqual(before);
  });

  it('is the same after saving and loading, alone and in wrappers', async () => {
    const variants = ['none', 'NAN', 'NAH', 'NANI', 'NANIL', 'NANIS'] as const;
    for (const variant of variants) {
      const recurrent = ours[kind]({
        units: 3,
        variant,
        activation: 'hardTanh',
        recurrentActivation: 'paperHardSigmoid',
        returnSequences: true,
        alpha: 0.9,
        clip: true,
        c: 0.7,
        kernelRegularizer: 'l1l2',
        kernelInitializer: tf.initializers.randomUniform({ minval: 0.1, maxval: 0.5 }),
        kernelConstraint: 'nonNeg',
        dropout: 0.1,
        recurrentDropout: 0.2,
        goBackwards: true,
      });
      const inner = ours[kind]({ units: 2, variant, recurrentActivation: 'sigmoid' });
      const input = tf.input({ shape: [4, 3] });
      const noisy = noisyActivation({ variant }).apply(recurrent.apply(input));
      const output = tf.layers.bidirectional({ layer: inner }).apply(noisy) as tf.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs: output });
      recurrent.noiseScale = 0.3;
      inner.noiseScale = 0.2;
      const loaded = await savedAndLoaded(model);
      const x = tf.randomNormal([2, 4, 3], 0, 2);
      expect((loaded.predict(x) as tf.Tensor).arraySync()).toEqual(
        (model.predict(x) as tf.Tensor).arraySync(),
      );
      // JSON turns what is undefined, such as the seeds of initializers, into null.
      const plain = (layer: Layer): string =>
        JSON.stringify(layer.getConfig(), (_, value: unknown) => value ?? undefined);
      expect(plain(loaded.layers[1]!)).toEqual(plain(recurrent));
      expect((loaded.layers[1] as RecurrentLayer).noiseScale).toBe(0.3);
      const again = await tf.models.modelFromJSON({ modelTopology: model.toJSON(null, false) as never });
      again.setWeights(model.getWeights());
      expect((again.predict(x) as tf.Tensor).arraySync()).toEqual(
        (model.predict(x) as tf.Tensor).arraySync(),
      );
    }
  });

  it('leaves no tensors behind in predict, fit and evaluate, also when stateful', async () => {
    const recurrent = ours[kind]({
      units: 3,
      variant: 'NAH',
      stateful: true,
      batchInputShape: [2, 4, 3],
      dropout: 0.2,
      recurrentDropout: 0.2,
    });
    const model = tf.sequential({ layers: [recurrent, tf.layers.dense({ units: 1 })] });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const [x, y] = [tf.randomNormal([4, 4, 3]), tf.randomNormal([4, 1])];
    const run = async (): Promise<number> => {
      await model.fit(x, y, { batchSize: 2, epochs: 2, shuffle: false });
      tf.dispose(model.predict(x, { batchSize: 2 }));
      tf.dispose(model.evaluate(x, y, { batchSize: 2 }));
      return tf.memory().numTensors;
    };
    const tensors = await run();
    expect(await run()).toBe(tensors);
    model.resetStates();
    expect(await run()).toBe(tensors);
  });
});

describe('bidirectional', () => {
  it('shares noise stream and noise scale with its layer', () => {
    const noise = createNoiseStream(4);
    const layer = lstm({ units: 2, variant: 'NAH', noise });
    const both = tf.layers.bidirectional({ layer });
    both.apply(tf.ones([1, 3, 2]), { training: true });
    expect(noise.next).toBe(2 * 3 * 5);
    layer.noiseScale = 0.1;
    const { forwardLayer, backwardLayer } = both as unknown as Record<string, RecurrentLayer>;
    expect([forwardLayer!.noiseScale, backwardLayer!.noiseScale]).toEqual([0.1, 0.1]);
  });
});
