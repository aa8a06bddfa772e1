import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { dropoutMask } from './dropout-mask.ts';

describe('dropoutMask', () => {
  it('keeps a share of 1 - rate, scaled so that the mean stays, and takes one number', () => {
    tf.tidy(() => {
      const noise = createNoiseStream(5);
      const first = dropoutMask(noise, 0.2, [100, 100]).dataSync();
      expect(noise.next).toBe(1);
      expect(new Set(first)).toEqual(new Set([0, 1.25]));
      expect(first.filter((each) => each === 0).length / 10_000).toBeCloseTo(0.2, 1);
      expect(dropoutMask(noise, 0.2, [100, 100]).dataSync()).not.toEqual(first);
      expect(new Set(dropoutMask(noise, 0, [50]).dataSync())).toEqual(new Set([1]));
    });
  });

  it('takes nothing for a rate out of range', () => {
    const noise = createNoiseStream(5);
    for (const rate of [1, -0.1, Number.NaN])
      expect(() => dropoutMask(noise, rate, [2])).toThrow(InvalidArgumentError);
    expect(() => dropoutMask(noise, 1, [2])).toThrow(
      'dropoutMask: rate must be a number from 0 to 1, without 1, got 1.',
    );
    expect(noise.next).toBe(0);
  });
});
