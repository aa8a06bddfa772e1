import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associativeRecall } from '../memory/associative-recall.ts';
import { bitErrorRate, bitsPerSequence, recallNll } from './bits.ts';

const batch = associativeRecall({ key: [7, 0], batchSize: 5, minItems: 2, maxItems: 4 }).batch(0);
const ignorant = new Float32Array(batch.targets.length);

describe('recallNll', () => {
  it('is 3 ln 2 for a model that knows nothing', () => {
    expect(recallNll(ignorant, batch.targets, batch)).toBeCloseTo(3 * Math.LN2, 12);
    expect(recallNll(ignorant, batch.targets, batch).toFixed(2)).toBe('2.08');
  });

  it('averages over bits and sequences and sums over steps', () => {
    // One wrong bit costs log(1 + e^2), a right one log(1 + e^-2).
    const logits = [2, 2, 2, 2, 2, 2, 2, -2];
    const targets = [1, 1, 1, 1, 1, 1, 0, 0];
    const [right, wrong] = [Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(2))];
    const shape = { batchSize: 2, targetChannels: 2 };
    expect(recallNll(logits, targets, shape)).toBeCloseTo((7 * right + wrong) / 4, 12);
    expect(bitsPerSequence(logits, targets, shape)).toBeCloseTo((7 * right + wrong) / 2 / Math.LN2, 12);
  });

  it('is -log p of the sigmoid, for logits where that can be computed', () => {
    const pair = fc.tuple(fc.double({ min: -30, max: 30, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
        const naive = pairs.map(([z, t]) => -Math.log(1 / (1 + Math.exp(t === 1 ? -z : z))));
        const mean = naive.reduce((sum, each) => sum + each) / pairs.length;
        const [logits, targets] = [pairs.map(([z]) => z), pairs.map(([, t]) => t)];
        const nll = recallNll(logits, targets, { batchSize: 1, targetChannels: pairs.length });
        expect(Math.abs(nll - mean)).toBeLessThan(1e-12 * (1 + mean));
      }),
      { seed: 14, numRuns: 100 },
    );
  });

  it('neither overflows nor loses small costs', () => {
    const one = { batchSize: 1, targetChannels: 1 };
    expect(recallNll([1e6], [0], one)).toBe(1e6);
    expect(recallNll([-1e6], [1], one)).toBe(1e6);
    expect(recallNll([1e6], [1], one)).toBe(0);
    expect(recallNll([50], [1], one) / Math.exp(-50)).toBeCloseTo(1, 12);
    expect(recallNll([Infinity], [1], one)).toBe(0);
    expect(recallNll([Infinity], [0], one)).toBe(Infinity);
  });

  it('names what does not fit', () => {
    const shape = { batchSize: 2, targetChannels: 3 };
    const act =
      (logits: number[], targets: number[], at = shape) =>
      () =>
        recallNll(logits, targets, at);
    expect(act([], [])).toThrow(InvalidArgumentError);
    expect(act([1, 2], [1, 1])).toThrow(
      'recallNll: logits must have a length that is a positive multiple of 6, got [1,2].',
    );
    expect(act([1], [1, 1], { batchSize: 1, targetChannels: 1 })).toThrow(
      'recallNll: targets must have 1 elements, as logits, got [1,1].',
    );
    expect(act([1, Number.NaN], [1, 1], { batchSize: 1, targetChannels: 1 })).toThrow(
      'recallNll: logits[1] must be a number, got NaN.',
    );
    expect(act([1], [0.5], { batchSize: 1, targetChannels: 1 })).toThrow(
      'recallNll: targets[0] must be 0 or 1, got 0.5.',
    );
    expect(act([1], [1], { batchSize: 1, targetChannels: 0 })).toThrow(
      'targetChannels must be an integer of at least 1',
    );
    expect(act([1], [1], { batchSize: 0, targetChannels: 1 })).toThrow(
      'batchSize must be an integer of at least 1',
    );
  });
});

describe('bitsPerSequence', () => {
  it('is 18 for a model that knows nothing of 3 vectors of 6 bits', () => {
    expect(bitsPerSequence(ignorant, batch.targets, batch)).toBeCloseTo(18, 12);
    expect(() => bitsPerSequence([1, 2, 3], [1, 1, 1], { batchSize: 2 })).toThrow(
      'bitsPerSequence: logits must have a length that is a positive multiple of 2',
    );
  });
});

describe('bitErrorRate', () => {
  it('is the share of bits on the wrong side of 0', () => {
    expect(bitErrorRate([3, -1, 2, -4], [1, 1, 1, 0])).toBe(0.25);
    expect(bitErrorRate([0, 0], [0, 1])).toBe(0.5);
    expect(
      bitErrorRate(
        batch.targets.map((t) => 1 - 2 * t),
        batch.targets,
      ),
    ).toBe(1);
    expect(() => bitErrorRate([Number.NaN], [1])).toThrow('bitErrorRate: logits[0] must be a number');
  });
});
