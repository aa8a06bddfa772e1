import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../schedule/schedule.ts';
import { type CallbackOptions, follow } from './follow.ts';

/** Fits a model with two updates an epoch, and lists the steps the schedule was asked for. */
async function stepsOfFits(options: CallbackOptions, fits: readonly tf.ModelFitArgs[]): Promise<number[]> {
  const steps: number[] = [];
  const callbacks = follow(
    'test',
    (step) => steps.push(step),
    options,
    () => undefined,
  );
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  for (const args of fits) {
    await model.fit(tf.zeros([4, 1]), tf.zeros([4, 1]), { batchSize: 2, ...args, callbacks });
  }
  return steps;
}

describe('follow', () => {
  it('counts updates over epochs and over calls of fit', async () => {
    expect(await stepsOfFits({}, [{ epochs: 2 }, { epochs: 1 }])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('numbers epochs as fit does, initialEpoch included', async () => {
    const fits = [{ epochs: 2 }, { epochs: 1 }, { initialEpoch: 5, epochs: 7 }];
    expect(await stepsOfFits({ per: 'epoch' }, fits)).toEqual([0, 1, 0, 5, 6]);
  });

  it('works beside the callbacks of TensorFlow.js once it is wrapped as one', async () => {
    const steps: number[] = [];
    const callback = follow(
      'test',
      (step) => steps.push(step),
      {},
      () => undefined,
    );
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const stop = tf.callbacks.earlyStopping({ monitor: 'loss', patience: 1 });
    const callbacks = [new tf.CustomCallback(callback), stop];
    await model.fit(tf.zeros([4, 1]), tf.zeros([4, 1]), { batchSize: 2, epochs: 9, callbacks });
    expect(steps).toEqual([0, 1, 2, 3]);
  });

  it('refuses a schedule that is no function, and an unknown unit', () => {
    expect(() => follow('test', 0.1 as unknown as Schedule, {}, console.log)).toThrow(
      'test: schedule must be a function, got 0.1.',
    );
    expect(() => follow('test', () => 1, { per: 'batch' as 'update' }, console.log)).toThrow(
      'test: per must be one of "update", "epoch", got "batch".',
    );
  });
});
