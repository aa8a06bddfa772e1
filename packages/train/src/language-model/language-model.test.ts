import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { afterEach, describe, expect, it } from 'vitest';
import { evaluate } from '../loop/evaluate.ts';
import type { TrainEvent } from '../loop/events.ts';
import { train } from '../loop/train.ts';
import { sgd } from '../optimizers/sgd.ts';
import { type Arm, armActivations, arms } from './arms.ts';
import type { LanguageModelConfig } from './config.ts';
import { type LanguageModel, languageModel, type TextWindow } from './language-model.ts';

const vocabularySize = 7;

function config(arm: Arm = 'nah', change: Partial<LanguageModelConfig> = {}): LanguageModelConfig {
  return {
    cell: 'lstm',
    layers: 2,
    units: 5,
    vocabularySize,
    initRange: 0.5,
    ...armActivations(arm),
    ...change,
  };
}

/** The windows of a text in which every token is followed by the next number. */
function windows(
  batchSize: number,
  timeSteps: number,
  batchesPerEpoch = 4,
): {
  batchesPerEpoch: number;
  batch: (index: number) => TextWindow;
} {
  const ids = (index: number, shift: number): Int32Array =>
    Int32Array.from({ length: batchSize * timeSteps }, (_, e) => {
      const [row, t] = [Math.floor(e / timeSteps), e % timeSteps];
      return (3 * row + index * timeSteps + t + shift) % vocabularySize;
    });
  return {
    batchesPerEpoch,
    batch: (index) => ({ inputs: ids(index, 0), targets: ids(index, 1), batchSize, timeSteps }),
  };
}

function context(training: boolean): {
  training: boolean;
  noise: ReturnType<typeof createNoiseStream>;
  noiseScale: number;
} {
  return { training, noise: createNoiseStream(3), noiseScale: 0.5 };
}

const models: LanguageModel[] = [];
function make(configuration: LanguageModelConfig, key: [number, number] = [1, 0]): LanguageModel {
  const model = languageModel(configuration, key);
  models.push(model);
  return model;
}
afterEach(() => models.splice(0).forEach((model) => model.dispose()));

describe('languageModel', () => {
  it('draws equal parameters from equal keys, p on [-1, 1] and the rest on [-initRange, initRange]', () => {
    const [one, same, other] = [make(config()), make(config()), make(config(), [2, 0])];
    for (const [name, variable] of Object.entries(one.parameters)) {
      expect(same.parameters[name]!.dataSync()).toEqual(variable.dataSync());
      expect(other.parameters[name]!.dataSync()).not.toEqual(variable.dataSync());
      const largest = Math.max(...variable.dataSync().map(Math.abs));
      expect(largest).toBeLessThan(name.endsWith('/p') ? 1 : 0.5);
      expect(largest).toBeGreaterThan(0.1);
    }
    expect(one.parameters['layer1/p']!.shape).toEqual([5, 5]);
    expect(one.parameters['softmax/kernel']!.shape).toEqual([5, vocabularySize]);
  });

  it('sums the negative log-likelihood over predictions and averages the loss over the batch only', () => {
    const model = make(config('hard'));
    const window = windows(2, 3).batch(0);
    const carry = model.initialCarry(window);
    const { logits } = model.logits(window, carry, context(false));
    const { loss, nll, count } = model.forward(window, carry, context(false));
    const scores = logits.arraySync();
    const expected = scores.reduce((sum, row, i) => {
      const total = row.reduce((all, score) => all + Math.exp(score), 0);
      return sum - Math.log(Math.exp(row[window.targets[i]!]!) / total);
    }, 0);
    expect(count).toBe(6);
    expect(nll.dataSync()[0]).toBeCloseTo(expected, 5);
    expect(loss.dataSync()[0]).toBeCloseTo(expected / 2, 5);
  });

  it('carries its state: two windows in turn are one long window', () => {
    const model = make(config('hard', { cell: 'gru' }));
    const [first, second] = [windows(2, 3).batch(0), windows(2, 3).batch(1)];
    const long = windows(2, 6).batch(0);
    const evaluating = context(false);
    const one = model.forward(first, model.initialCarry(first), evaluating);
    const two = model.forward(second, one.carry, evaluating);
    const whole = model.forward(long, model.initialCarry(long), evaluating);
    expect(one.nll.dataSync()[0]! + two.nll.dataSync()[0]!).toBeCloseTo(whole.nll.dataSync()[0]!, 4);
    expect(Object.keys(two.carry)).toEqual(['layer0/h', 'layer1/h']);
  });

  it('has the gradient of its loss, embedding and softmax included', () => {
    const model = make(config('soft'));
    const window = windows(2, 3).batch(0);
    const carry = model.initialCarry(window);
    const loss = (): tf.Scalar => model.forward(window, carry, context(false)).loss;
    const { grads } = tf.variableGrads(
      loss,
      Object.values(model.parameters).filter((v) => v.shape.length > 0),
    );
    for (const [name, element] of [
      ['embedding', 7],
      ['layer0/kernel', 12],
      ['layer1/recurrentKernel', 3],
      ['softmax/kernel', 20],
      ['softmax/bias', 2],
    ] as const) {
      const variable = model.parameters[name]!;
      const start = variable.dataSync().slice();
      const at = (step: number): number => {
        const moved = start.slice();
        moved[element]! += step;
        variable.assign(tf.tensor(moved, variable.shape));
        return loss().dataSync()[0]!;
      };
      const slope = (at(0.01) - at(-0.01)) / 0.02;
      at(0);
      expect(Math.abs(grads[variable.name]!.dataSync()[element]! - slope)).toBeLessThan(2e-3);
    }
  });

  it.each(arms)('runs the arm %s, with noise in training only where the arm has noise', (arm) => {
    const model = make(config(arm));
    model.parameters['layer0/kernel']!.assign(tf.mul(tf.ones([5, 20]), 3));
    const window = windows(4, 5).batch(0);
    const nll = (training: boolean, seed: number): number => {
      const { loss } = model.forward(window, model.initialCarry(window), {
        training,
        noise: createNoiseStream(seed),
        noiseScale: 30,
      });
      return loss.dataSync()[0]!;
    };
    expect(nll(false, 1)).toBe(nll(false, 2));
    expect(nll(true, 1)).toBe(nll(true, 1));
    expect(nll(true, 1) === nll(true, 2)).toBe(arm === 'soft' || arm === 'hard');
  });

  it('reports saturation and slopes of every site, without noise and without leaving tensors', async () => {
    const model = make(config('nah', { layers: 1 }));
    const window = windows(2, 3).batch(0);
    const carry = model.initialCarry(window);
    const noise = createNoiseStream(1);
    model.parameters['layer0/bias']!.assign(
      tf.tensor1d(Array.from({ length: 20 }, (_, i) => (i < 5 ? 100 : i < 10 ? 0.1 : -100))),
    );
    const before = tf.memory().numTensors;
    const values = await model.diagnose!(window, carry, { training: true, noise, noiseScale: 0.5 });
    expect(tf.memory().numTensors).toBe(before);
    expect(noise.next).toBe(0);
    expect(values['saturation/layer0/i']).toBe(1);
    expect(values['saturation/layer0/f']).toBe(0);
    expect(values['saturation/layer0/c']).toBe(1);
    const slopes = model.parameters['layer0/p']!.arraySync() as number[][];
    const meanSize = slopes[1]!.reduce((sum, p) => sum + Math.abs(p) / 5, 0);
    expect(values['slope/layer0/f']).toBeCloseTo(meanSize, 6);
  });

  it.each([
    { units: 0 },
    { layers: 1.5 },
    { vocabularySize: -1 },
    { cell: 'rnn' as never },
    { initRange: Number.NaN },
    { unit: 3 },
    { tanh: undefined as never },
    { sigmoid: { varient: 'NAH' } as never },
  ])('refuses %o', (change) => {
    const before = tf.memory().numTensors;
    expect(() => languageModel(config('nah', change), [1, 0])).toThrow(/^languageModel: /);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('a language model asks for a configuration', () => {
  expect(() => languageModel(undefined as never, [1, 0])).toThrow(
    'languageModel: config must be an object, got undefined.',
  );
});

describe('training a language model', () => {
  it('learns a text that repeats itself', async () => {
    const model = make(config('nah', { units: 12 }));
    const data = windows(4, 7);
    const before = await evaluate(model, data, 0.5);
    await train({
      model,
      data,
      optimizer: sgd(),
      learningRate: () => 0.2,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 5,
      epochs: 40,
    });
    const after = await evaluate(model, data, 0.5);
    expect(before.perplexity).toBeGreaterThan(5);
    expect(after.perplexity).toBeLessThan(1.5);
  });

  it('keeps the number of tensors constant over 1,000 updates', async () => {
    const model = make(config('nah', { layers: 1, units: 3 }));
    const counts = new Set<number>();
    const onEvent = ({ type }: TrainEvent): void => {
      if (type === 'update') counts.add(tf.memory().numTensors);
    };
    await train({
      model,
      data: windows(1, 2, 2000),
      optimizer: sgd(),
      learningRate: () => 0.01,
      noiseScale: () => 0.5,
      noise: createNoiseStream(1),
      clipNorm: 5,
      maxUpdates: 1000,
      onEvent,
    });
    expect(counts.size).toBe(1);
  });
});
