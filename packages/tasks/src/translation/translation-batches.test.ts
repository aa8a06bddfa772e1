import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SentencePair,
  sourceBatch,
  type TranslationBatch,
  translationBatches,
  translationEvaluationBatches,
} from './translation-batches.ts';

const pair = (source: number[], target: number[]): SentencePair => ({
  source: Int32Array.from(source),
  target: Int32Array.from(target),
});
const options = { end: 0, sourceMultiple: 4, batchSize: 2 };

/** Pairs as they can be read out of a batch. */
function pairsOf(batch: TranslationBatch): SentencePair[] {
  const row = (of: Int32Array, mask: Float32Array, steps: number, n: number): number[] =>
    [...of.subarray(n * steps, (n + 1) * steps)].filter((_, t) => mask[n * steps + t] === 1).slice(0, -1);
  return Array.from({ length: batch.batchSize }, (_, n) =>
    pair(
      row(batch.sources, batch.sourceMask, batch.sourceSteps, n),
      row(batch.targets, batch.weights, batch.timeSteps, n),
    ),
  );
}

const all = (source: ReturnType<typeof translationBatches>, epoch: number): TranslationBatch[] =>
  Array.from({ length: source.batchesPerEpoch }, (_, index) => source.batch(index, epoch));

const sorted = (pairs: readonly SentencePair[]): string[] =>
  pairs.map(({ source, target }) => `${source.join(' ')} | ${target.join(' ')}`).toSorted();

describe('translation batches', () => {
  it('lay sentences out with an end, a mask, and the word before each target', () => {
    const pairs = [pair([5, 6, 7, 8], [3]), pair([9], [2, 4])];
    expect(translationEvaluationBatches(pairs.toReversed(), options).batch(0)).toEqual({
      sources: Int32Array.of(9, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8, 0, 0, 0, 0),
      sourceMask: Float32Array.of(1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0),
      inputs: Int32Array.of(0, 2, 4, 0, 3, 0),
      targets: Int32Array.of(2, 4, 0, 3, 0, 0),
      weights: Float32Array.of(1, 1, 1, 1, 1, 0),
      batchSize: 2,
      sourceSteps: 8,
      timeSteps: 3,
    });
  });

  it('have every pair once an epoch, in another order each time, which the key decides', () => {
    const word = fc.integer({ min: 1, max: 9 });
    const sentence = fc.array(word, { minLength: 1, maxLength: 9 });
    const pairs = fc.array(
      fc.tuple(sentence, sentence).map(([source, target]) => pair(source, target)),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(pairs, (given) => {
        const source = translationBatches(given, { ...options, key: [7, 0] });
        for (const epoch of [0, 1]) {
          const batches = all(source, epoch);
          expect(sorted(batches.flatMap(pairsOf))).toEqual(sorted(given));
          expect(all(translationBatches(given, { ...options, key: [7, 0] }), epoch)).toEqual(batches);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
    const many = Array.from({ length: 40 }, (_, n) => pair([n + 1], [n + 1]));
    const orders = [
      [0, 0],
      [0, 1],
      [1, 0],
    ].map(([word1, epoch]) =>
      all(translationBatches(many, { ...options, key: [7, word1!] }), epoch!).map((batch) => [
        ...batch.sources,
      ]),
    );
    expect(orders[1]).not.toEqual(orders[0]);
    expect(orders[2]).not.toEqual(orders[0]);
  });

  it('have sources of few lengths, and sentences of nearly one length', () => {
    const pairs = Array.from({ length: 64 }, (_, n) =>
      pair(Array(1 + (n % 8)).fill(1), Array(1 + (n % 8)).fill(1)),
    );
    const batches = all(translationBatches(pairs, { ...options, batchSize: 8, key: [1, 2] }), 0);
    expect(new Set(batches.map(({ sourceSteps }) => sourceSteps))).toEqual(new Set([4, 8, 12]));
    for (const { weights } of batches) expect(weights.every((weight) => weight === 1)).toBe(true);
  });

  it('are refused without sentences, and with sizes out of range', () => {
    expect(() => translationBatches([], { ...options, key: [1, 0] })).toThrow(
      'translationBatches: pairs must have at least one sentence, got [].',
    );
    const pairs = [pair([1], [1])];
    expect(() => translationEvaluationBatches(pairs, { ...options, batchSize: 0 })).toThrow(
      InvalidArgumentError,
    );
    expect(() => translationBatches(pairs, { ...options, key: [1, 0] }).batch(1, 0)).toThrow(
      'translationBatches.batch: index must be an integer from 0 to 0, got 1.',
    );
    expect(() => sourceBatch([], options)).toThrow(InvalidArgumentError);
    expect(() => sourceBatch([Int32Array.of(1)], { end: 0, sourceMultiple: 0 })).toThrow(/sourceMultiple/);
  });
});
