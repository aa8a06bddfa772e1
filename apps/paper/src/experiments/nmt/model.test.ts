import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { type SentencePair, translationBatches, translationEvaluationBatches } from '@unsaturate/tasks';
import { adam, type Arm, armActivations, evaluate, train } from '@unsaturate/train';
import { useBackend } from 'shared/command-line';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TranslationModel, translationModel } from './model.ts';
import { translate } from './translate.ts';

/** Ids 0 and 1 are `<eos>` and `<unk>`. A translation says the words from the last to the first, with other ids. */
const pairOf = (...words: number[]): SentencePair => ({
  source: Int32Array.from(words),
  target: Int32Array.from(words.toReversed(), (word) => word + 3),
});
const pairs = [pairOf(2), pairOf(3, 4), pairOf(4, 2, 3), pairOf(2, 4, 4, 3), pairOf(3, 2)];
const layout = { end: 0, sourceMultiple: 3 };
const batches = translationBatches(pairs, { ...layout, batchSize: 5, key: [3, 0] });

function modelOf(arm: Arm, dropout = 0): TranslationModel {
  const vocabularies = { sourceVocabularySize: 5, targetVocabularySize: 8 };
  const sizes = { units: 12, attentionUnits: 7, embeddingSize: 9 };
  const config = { ...vocabularies, ...sizes, end: 0, dropout, ...armActivations(arm) };
  return translationModel(config, [5, 0]);
}

const evaluating = { training: false, noise: createNoiseStream(1), noiseScale: 0.5 };
const number = (compute: () => tf.Tensor): number => tf.tidy(() => compute().dataSync()[0]!);

beforeAll(async () => {
  await useBackend('wasm'); // compiled, so that it learns within seconds
});

describe('translationModel', () => {
  it('has a gradient that central differences confirm', () => {
    const model = modelOf('soft');
    const loss = (): tf.Scalar => model.forward(batches.batch(0, 0), {}, evaluating).loss;
    const { grads } = tf.variableGrads(loss);
    for (const [name, element] of [
      ['sourceEmbedding', 20],
      ['forward/kernel', 5],
      ['backward/recurrentKernel', 40],
      ['keyKernel', 5],
      ['initialKernel', 9],
      ['targetEmbedding', 50],
      ['decoder/scoreKernel', 1],
      ['decoder/queryKernel', 3],
      ['decoder/contextKernel', 11],
      ['outputKernel', 2],
      ['outputEmbeddingKernel', 4],
      ['softmaxKernel', 20],
    ] as const) {
      const parameter = model.parameters[name]!;
      const start = parameter.dataSync().slice();
      const at = (shift: number): number => {
        parameter.assign(tf.tensor(start.with(element, start[element]! + shift), parameter.shape));
        return number(loss);
      };
      const difference = (at(0.01) - at(-0.01)) / 0.02;
      at(0);
      expect(grads[parameter.name]!.dataSync()[element]).toBeCloseTo(difference, 2);
    }
  });

  it('reads nothing behind the end of a sentence, and asks for nothing behind that of its translation', () => {
    const model = modelOf('soft');
    const each = pairs.map((pair) =>
      number(
        () =>
          model.forward(
            translationEvaluationBatches([pair], { end: 0, sourceMultiple: 1, batchSize: 1 }).batch(0),
            {},
            evaluating,
          ).nll,
      ),
    );
    const together = number(() => model.forward(batches.batch(0, 0), {}, evaluating).nll);
    expect(together).toBeCloseTo(
      each.reduce((sum, nll) => sum + nll, 0),
      3,
    );
  });

  it('draws noise and dropout in training only', () => {
    const nll = (model: TranslationModel, training: boolean, next: number): number => {
      const noise = { ...createNoiseStream(1), next };
      return number(() => model.forward(batches.batch(0, 0), {}, { training, noise, noiseScale: 0.5 }).nll);
    };
    for (const model of [modelOf('nani'), modelOf('soft', 0.3)]) {
      expect(nll(model, true, 0)).not.toBe(nll(model, true, 100));
      expect(nll(model, false, 0)).toBe(nll(model, false, 100));
    }
  });

  it('says symbol by symbol what it scores as a whole', () => {
    const model = modelOf('nah');
    const batch = batches.batch(0, 0);
    const { batchSize, timeSteps } = batch;
    const stepped = number(() => {
      let encoded = model.encode(batch, 0.5);
      const losses = Array.from({ length: timeSteps }, (_, t) => {
        const column = (of: Int32Array | Float32Array): number[] =>
          Array.from({ length: batchSize }, (__, row) => of[row * timeSteps + t]!);
        const { logits, state } = model.next(encoded, tf.tensor1d(column(batch.inputs), 'int32'), 0.5);
        encoded = { ...encoded, state };
        const wanted = tf.oneHot(tf.tensor1d(column(batch.targets), 'int32'), 8);
        const lost = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 1));
        return tf.sum(tf.mul(lost, tf.tensor1d(column(batch.weights))));
      });
      return tf.addN(losses);
    });
    expect(stepped).toBeCloseTo(
      number(() => model.forward(batch, {}, evaluating).nll),
      3,
    );
  });

  it('learns to translate, greedily and by a beam, and leaves no tensors', async () => {
    const model = modelOf('nah');
    const before = tf.memory().numTensors;
    await train({
      model,
      data: batches,
      optimizer: adam(),
      learningRate: () => 0.02,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 1,
      maxUpdates: 150,
    });
    for (const beamWidth of [1, 3]) {
      const found = await translate(
        model,
        pairs.map(({ source }) => source),
        { beamWidth, maxSymbols: 8, sourceMultiple: 3, unknown: 1, noiseScale: 0.5 },
      );
      expect(found).toEqual(pairs.map(({ target }) => [...target]));
    }
    expect((await evaluate(model, batches, 0.5)).count).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
  });
});
