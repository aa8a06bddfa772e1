import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { captionBatches, type CaptionedImage, captionVocabulary, eos, unk } from '@unsaturate/tasks';
import { adam, type Arm, armActivations, evaluate, train } from '@unsaturate/train';
import { useBackend } from 'shared/command-line';
import { beforeAll, describe, expect, it } from 'vitest';
import { captionsOf } from './decode.ts';
import { type CaptionModel, captionModel } from './model.ts';

/** Four images of three positions: where the bright one is and how bright it is says all. */
const images: CaptionedImage[] = [
  { image: 0, captions: ['a dog'] },
  { image: 1, captions: ['the black cat'] },
  { image: 2, captions: ['a cat'] },
  { image: 3, captions: ['the dog runs fast'] },
];
const features = {
  bytes: Uint8Array.from([
    255, 128, 128, 128, 128, 128, 128, 255, 128, 128, 128, 128, 128, 128, 0, 128, 128, 128, 128, 128, 128,
    128, 128, 0,
  ]),
  positions: 3,
  scale: [1 / 64, 1 / 64],
};
const vocabulary = captionVocabulary(images, 1);
const end = vocabulary.tokens.indexOf(eos);
const batches = captionBatches(images, { features, vocabulary, batchSize: 4, key: [3, 0] });

function modelOf(arm: Arm, changes: { dropout?: number; attentionPenalty?: number } = {}): CaptionModel {
  const sizes = { units: 7, attentionUnits: 4, embeddingSize: 6, featureSize: 2 };
  const words = { vocabularySize: vocabulary.tokens.length, end };
  const rest = { dropout: 0, attentionPenalty: 0.5, ...changes };
  return captionModel({ ...sizes, ...words, ...rest, ...armActivations(arm) }, [5, 0]);
}

const evaluating = { training: false, noise: createNoiseStream(1), noiseScale: 0.5 };
const number = (compute: () => tf.Tensor): number => tf.tidy(() => compute().dataSync()[0]!);

beforeAll(async () => {
  await useBackend('wasm'); // compiled, so that it learns within seconds
});

describe('captionModel', () => {
  it('has a gradient that central differences confirm', () => {
    const model = modelOf('soft');
    const batch = batches.batch(0, 0);
    const loss = (): tf.Scalar => model.forward(batch, {}, evaluating).loss;
    const { grads } = tf.variableGrads(loss);
    for (const [name, element] of [
      ['embedding', 8],
      ['keyKernel', 5],
      ['scoreKernel', 1],
      ['queryKernel', 3],
      ['selectorBias', 0],
      ['initialKernel', 9],
      ['contextKernel', 11],
      ['outputContextKernel', 2],
      ['softmaxKernel', 20],
    ] as const) {
      const parameter = model.parameters[name];
      const start = parameter.dataSync().slice();
      const at = (shift: number): number => {
        const moved = start.map((value, i) => (i === element ? value + shift : value));
        parameter.assign(tf.tensor(moved, parameter.shape));
        return number(loss);
      };
      const difference = (at(0.01) - at(-0.01)) / 0.02;
      at(0);
      expect(grads[parameter.name]!.dataSync()[element]).toBeCloseTo(difference, 2);
    }
  });

  it('asks that every position be looked at, in the loss alone', () => {
    const batch = batches.batch(0, 0);
    const of = (attentionPenalty: number) =>
      tf.tidy(() => {
        const { loss, nll } = modelOf('soft', { attentionPenalty }).forward(batch, {}, evaluating);
        return { loss: loss.dataSync()[0]!, nll: nll.dataSync()[0]! };
      });
    const [without, once, twice] = [of(0), of(1), of(2)];
    expect(without.loss).toBeCloseTo(without.nll / 4, 5);
    expect(once.nll).toBe(without.nll);
    expect(once.loss).toBeGreaterThan(without.loss);
    expect(twice.loss - once.loss).toBeCloseTo(once.loss - without.loss, 4);
  });

  it('gives no weight to what comes after the end', () => {
    const model = modelOf('soft');
    const batch = batches.batch(0, 0);
    const ended = batch.weights.findIndex((weight) => weight === 0);
    const targets = batch.targets.with(ended, vocabulary.tokens.indexOf('cat'));
    const nll = (of: typeof batch): number => number(() => model.forward(of, {}, evaluating).nll);
    expect(nll({ ...batch, targets })).toBe(nll(batch));
    expect(nll({ ...batch, targets: batch.targets.with(0, targets[ended]!) })).not.toBe(nll(batch));
  });

  it('draws noise and dropout in training only', () => {
    const batch = batches.batch(0, 0);
    const nll = (model: CaptionModel, training: boolean, next: number): number => {
      const noise = { ...createNoiseStream(1), next };
      return number(() => model.forward(batch, {}, { training, noise, noiseScale: 0.5 }).nll);
    };
    for (const model of [modelOf('nani'), modelOf('soft', { dropout: 0.5 })]) {
      expect(nll(model, true, 0)).not.toBe(nll(model, true, 100));
      expect(nll(model, false, 0)).toBe(nll(model, false, 100));
    }
  });

  it('says word by word what it scores as a whole', async () => {
    const model = modelOf('nah');
    const batch = batches.batch(0, 0);
    const { batchSize, timeSteps, targets, weights } = batch;
    const whole = number(() => model.forward(batch, {}, evaluating).nll);
    const stepped = number(() => {
      let seen = model.look(tf.tensor3d(batch.features, [batchSize, 3, 2]), 0.5);
      const losses = Array.from({ length: timeSteps }, (_, t) => {
        const column = (of: Int32Array | Float32Array): number[] =>
          Array.from({ length: batchSize }, (__, row) => of[row * timeSteps + t]!);
        const { logits, state } = model.next(seen, tf.tensor1d(column(batch.inputs), 'int32'), 0.5);
        seen = { ...seen, state };
        const wanted = tf.oneHot(tf.tensor1d(column(targets), 'int32'), vocabulary.tokens.length);
        const each = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), wanted), 1));
        return tf.sum(tf.mul(each, tf.tensor1d(column(weights))));
      });
      return tf.addN(losses);
    });
    expect(stepped).toBeCloseTo(whole, 3);
  });

  it('learns to say what is in its images, and leaves no tensors', async () => {
    const model = modelOf('nah');
    const before = tf.memory().numTensors;
    await train({
      model,
      data: batches,
      optimizer: adam(),
      learningRate: () => 0.03,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 5,
      maxUpdates: 150,
    });
    const options = { features, beamWidth: 3, maxWords: 6, lengthPower: 0, noiseScale: 0.5 };
    const unknown = vocabulary.tokens.indexOf(unk);
    const said = await captionsOf(model, images, { ...options, unknown });
    expect(said.map((ids) => ids.map((id) => vocabulary.tokens[id]).join(' '))).toEqual(
      images.flatMap(({ captions }) => captions),
    );
    expect((await evaluate(model, batches, 0.5)).count).toBe(4);
    expect(tf.memory().numTensors).toBe(before);
  });
});
