import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'shared/command-line';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshParameters } from './fresh-parameters.ts';

const shapes = {
  kernel: [48, 7],
  'cell/recurrentKernel': [12, 100],
  wordEmbedding: [100, 12],
  keyBias: [20],
  'cell/bias': [2, 5],
  p: [300],
  'cell/p': [300],
  outputP: [300],
};
/** sqrt(3 / 48), sqrt(3 / 12), ... */
const ranges: Record<keyof typeof shapes, number> = {
  kernel: 0.25,
  'cell/recurrentKernel': 0.5,
  wordEmbedding: 0.5,
  keyBias: 0,
  'cell/bias': 0,
  p: 1,
  'cell/p': 1,
  outputP: 1,
};

beforeAll(() => useBackend('cpu'));

describe('freshParameters', () => {
  it('start in the range that their names and shapes say, and fill it', () => {
    const before = tf.memory().numTensors;
    const parameters = freshParameters(shapes, [3, 1]);
    expect(tf.memory().numTensors - before).toBe(Object.keys(shapes).length);
    for (const [name, most] of Object.entries(ranges)) {
      const largest = Math.max(...parameters[name as keyof typeof shapes].dataSync().map(Math.abs));
      expect(largest).toBeLessThanOrEqual(most);
      expect(largest).toBeGreaterThanOrEqual(0.97 * most);
    }
    tf.dispose(parameters);
  });

  it('are those of their key', () => {
    const valuesOf = (key: readonly [number, number]): number[] =>
      tf.tidy(() => {
        const { kernel } = freshParameters({ kernel: [3, 4] }, key);
        const values = [...kernel.dataSync()];
        kernel.dispose();
        return values;
      });
    expect(valuesOf([3, 1])).toEqual(valuesOf([3, 1]));
    expect(valuesOf([3, 1])).not.toEqual(valuesOf([3, 2]));
  });
});
