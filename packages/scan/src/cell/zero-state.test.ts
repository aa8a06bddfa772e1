import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { elman, type ElmanSizes } from '../testing/elman.ts';
import { zeroState } from './zero-state.ts';

describe('zeroState', () => {
  it('is zeros for every row, in the shapes of the state', () => {
    const cell = { state: (n: number) => ({ h: [n], memory: [n, 3], count: [] }) };
    const state = zeroState(cell, 2, 4);
    const shapes = Object.entries<tf.Tensor>(state).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({ h: [4, 2], memory: [4, 2, 3], count: [4] });
    for (const each of Object.values<tf.Tensor>(state))
      expect(each.dataSync().every((v) => v === 0)).toBe(true);
    tf.dispose(state);
  });

  it.each<[string, unknown, unknown, unknown, string]>([
    ['no cell', undefined, {}, 1, 'cell must be a cell, got undefined.'],
    ['no rows', elman, { units: 2 }, 0, 'batch must be an integer of at least 1, got 0.'],
    [
      'rows left out',
      elman,
      { units: 2 },
      undefined,
      'batch must be an integer of at least 1, got undefined.',
    ],
    ['no sizes', elman, undefined, 1, 'sizes must be those of the cell, got undefined.'],
    [
      'a size left out',
      elman,
      { inputSize: 2 },
      1,
      'the shape of h must be an array of integers of at least 1, got ["undefined"]. Check the sizes.',
    ],
    ['a size that is none', elman, { units: 1.5 }, 1, 'the shape of h must be an array of integers'],
  ])('refuses %s, and makes no tensor', (_what, cell, sizes, batch, message) => {
    const before = tf.memory().numTensors;
    const act = (): unknown => zeroState(cell as typeof elman, sizes as ElmanSizes, batch as number);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`zeroState: ${message}`);
    expect(tf.memory().numTensors).toBe(before);
  });
});
