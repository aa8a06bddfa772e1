import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { characterAccuracy, executionBatches, programVocabulary } from '@unsaturate/tasks';
import { armActivations, evaluate, languageModel, sgd, train } from '@unsaturate/train';
import { beforeAll, describe, expect, it } from 'vitest';
import { executionModel } from './model.ts';

const vocabularySize = programVocabulary.tokens.length;
const config = {
  cell: 'lstm',
  layers: 2,
  units: 12,
  vocabularySize,
  initRange: 0.3,
  ...armActivations('nah'),
} as const;
const source = executionBatches({
  key: [7, 0],
  batchSize: 6,
  timeSteps: 30,
  batchesPerEpoch: 3,
  split: 'train',
  curriculum: 'baseline',
  target: { length: 1, nesting: 1 },
});
const context = { training: false, noise: createNoiseStream(1), noiseScale: 0.5 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('executionModel', () => {
  it('predicts the characters of answers, as its language model does', async () => {
    const [model, reference] = [executionModel(config, [1, 0]), languageModel(config, [1, 0])];
    let carry = reference.initialCarry(source.batch(0, 0));
    let [nll, right, count] = [0, 0, 0];
    for (let index = 0; index < source.batchesPerEpoch; index++) {
      const batch = source.batch(index, 0);
      const { logits, carry: next } = reference.logits(batch, carry, context);
      const scores = logits.arraySync();
      const counted = batch.weights.reduce((sum, each) => sum + each, 0);
      batch.weights.forEach((weight, i) => {
        const total = scores[i]!.reduce((sum, score) => sum + Math.exp(score), 0);
        nll += weight * (Math.log(total) - scores[i]![batch.targets[i]!]!);
      });
      right += counted * characterAccuracy(scores.flat(), batch.targets, batch.weights);
      count += counted;

      const forward = model.forward(batch, carry, context);
      expect(forward.count).toBe(counted);
      expect(forward.loss.dataSync()[0]).toBeCloseTo(forward.nll.dataSync()[0]! / 6, 5);
      carry = next;
    }
    const evaluated = await evaluate(model, source, 0.5);
    expect(evaluated.count).toBe(count);
    expect(evaluated.nll).toBeCloseTo(nll / count, 5);
    expect(evaluated.accuracy).toBeCloseTo(right / count, 10);
  });

  it('learns nothing of characters that do not count', () => {
    const model = executionModel(config, [1, 0]);
    const batch = source.batch(0, 0);
    const carry = model.initialCarry(batch);
    const bias = model.parameters['softmax/bias']!;
    const { grads } = tf.variableGrads(() => model.forward(batch, carry, context).loss, [bias]);
    const gradient = grads[bias.name]!.dataSync();
    // Only what is in an answer is pulled up, the rest is pushed down.
    const others = gradient.filter((_, id) => !'0123456789.-'.includes(programVocabulary.tokens[id]!));
    expect(Math.min(...others)).toBeGreaterThan(0);
    expect(gradient[programVocabulary.tokens.indexOf('.')]).toBeLessThan(0);
  });

  it('has a gradient that central differences confirm', () => {
    const model = executionModel({ ...config, ...armActivations('soft') }, [1, 0]);
    const batch = source.batch(1, 0);
    const carry = model.initialCarry(batch);
    const loss = (): tf.Scalar => model.forward(batch, carry, context).loss;
    const { grads } = tf.variableGrads(loss);
    for (const [name, element] of [
      ['embedding', 12 * 30 + 1],
      ['layer0/kernel', 12],
      ['layer1/recurrentKernel', 3],
      ['softmax/kernel', 50],
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
      expect(grads[parameter.name]!.dataSync()[element]).toBeCloseTo(difference, 2);
    }
  });

  it('learns, without leaving tensors', async () => {
    const model = executionModel({ ...config, units: 6 }, [1, 0]);
    const first = { batchesPerEpoch: 1, batch: () => source.batch(0, 0) };
    const before = await evaluate(model, first, 0.5);
    const tensors = tf.memory().numTensors;
    await train({
      model,
      data: first,
      optimizer: sgd(),
      learningRate: () => 0.5,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 5,
      maxUpdates: 15,
    });
    expect(tf.memory().numTensors).toBe(tensors);
    const after = await evaluate(model, first, 0.5);
    expect(after.nll).toBeLessThan(0.75 * before.nll);
    expect(after.accuracy).toBeGreaterThan(before.accuracy!);
  });
});
