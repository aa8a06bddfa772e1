import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import './index.ts';
import { disagreements } from './testing/compare-engines.ts';
import { randomScans } from '../../scan/src/testing/random-cells.ts';

describe('a compiled scan of a random cell', () => {
  it.each([
    ['cpu', 120],
    ['wasm', 30],
  ])('gives what the eager one gives, on the backend %s', async (backend, numRuns) => {
    await tf.setBackend(backend);
    const agrees = fc.property(randomScans, (makeScan) => {
      tf.tidy(() => {
        expect(disagreements(makeScan())).toEqual([]);
      });
    });
    fc.assert(agrees, { seed: 1, numRuns });
    expect(tf.getBackend()).toBe(backend);
  });
});
