import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, UnsaturateError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { scan } from '../scan.ts';
import { type CellActivations, defineCell } from './cell.ts';
import { CellSitesError } from './errors.ts';

const calling = (sites: string[], step: (h: tf.Tensor, activations: CellActivations) => tf.Tensor) =>
  defineCell({
    name: 'mine',
    sites,
    params: () => ({}),
    state: () => ({ h: [1] }),
    step(_params, _x, { h }: { h: tf.Tensor }, activations) {
      const next = step(h, activations);
      return { output: next, state: { h: next } };
    },
  });

describe('CellSitesError', () => {
  it.each([
    [
      'fewer calls',
      calling(['a', 'b'], (h, { tanh }) => tanh(h)),
      'scan: the cell "mine" has sites for 2 calls of sigmoid and tanh (a, b), but its step made 1. List one name per call in `sites`',
    ],
    [
      'more calls',
      calling(['a'], (h, { sigmoid, tanh }) => tanh(sigmoid(h))),
      'scan: the cell "mine" has sites for 1 calls of sigmoid and tanh (a), but its step made at least 2.',
    ],
    [
      'calls of a cell without sites',
      calling([], (h, { sigmoid }) => sigmoid(h)),
      'scan: the cell "mine" has sites for 0 calls of sigmoid and tanh (none), but its step made at least 1.',
    ],
  ])('is thrown for %s; noise and tensors are as before', (_what, cell, message) => {
    const noise = createNoiseStream(7);
    const [xs, h] = [tf.ones([2, 3, 1]), tf.ones([2, 1])];
    const before = tf.memory().numTensors;
    const options = { activations: { tanh: { variant: 'NAH' } }, noise, training: true } as const;
    const act = (): unknown => scan(cell, {}, xs, { h }, options);
    expect(act).toThrow(CellSitesError);
    expect(act).toThrow(message);
    expect(act).toThrow(UnsaturateError);
    expect(noise.next).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([xs, h]);
  });
});
