import { InvalidArgumentError, type Words } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { answers } from '../testing/rows.ts';
import { repeatCopy, type RepeatCopyBatch } from './repeat-copy.ts';

const key: Words = [7, 0];

/** What the channel of repeats holds at the step of the flag. */
const count = (batch: RepeatCopyBatch): number =>
  batch.inputs[batch.length * batch.channels + batch.channels - 1]!;

describe('repeatCopy', () => {
  it('has the shapes of the paper by default', () => {
    const source = repeatCopy({ key, batchSize: 3, minLength: 10, minRepeats: 10 });
    const { inputs, targets, ...sizes } = source.batch(0);
    expect(sizes).toEqual({
      batchSize: 3,
      timeSteps: 112,
      channels: 10,
      firstAnswerStep: 11,
      answerSteps: 101,
      targetChannels: 9,
      length: 10,
      repeats: 10,
    });
    expect([inputs.length, targets.length]).toEqual([3 * 112 * 10, 3 * 101 * 9]);
  });

  it('reads vectors, a flag and a count, and asks for the vectors that often and an end marker', () => {
    const sizes = fc.record({
      batchSize: fc.integer({ min: 1, max: 3 }),
      maxLength: fc.integer({ min: 1, max: 5 }),
      bits: fc.integer({ min: 1, max: 9 }),
      maxRepeats: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(sizes, fc.maxSafeNat(), (options, n) => {
        const { batchSize, bits } = options;
        const batch = repeatCopy({ ...options, key }).batch(n);
        const { length, repeats, channels, timeSteps } = batch;
        expect(timeSteps).toBe(batch.firstAnswerStep + batch.answerSteps);
        for (let row = 0; row < batchSize; row++) {
          const read = Array.from({ length: timeSteps }, (_, t) => {
            const at = (row * timeSteps + t) * channels;
            return Array.from(batch.inputs.subarray(at, at + channels));
          });
          const sequence = read.slice(0, length).map((each) => `${each.slice(0, bits).join('')}0`);
          expect(answers(batch, row)).toEqual([
            ...Array.from({ length: repeats }, () => sequence).flat(),
            `${'0'.repeat(bits)}1`,
          ]);
          expect(read.slice(0, length).every((each) => each[bits] === 0 && each[bits + 1] === 0)).toBe(true);
          expect(read[length]!.slice(0, bits + 1)).toEqual([...Array.from({ length: bits }, () => 0), 1]);
          expect(read[length]![bits + 1]).toBe(count(batch));
          expect(
            read
              .slice(length + 1)
              .flat()
              .every((each) => each === 0),
          ).toBe(true);
        }
      }),
      { seed: 13, numRuns: 100 },
    );
  });

  it('draws lengths and repeats uniformly, and gives the count mean 0 and variance 1', () => {
    const source = repeatCopy({ key, batchSize: 1, bits: 1 });
    const batches = Array.from({ length: 4000 }, (_, n) => source.batch(n));
    for (const part of ['length', 'repeats'] as const) {
      const values = batches.map((batch) => batch[part] - 1);
      expect(chiSquare(histogram(values, 10), uniform(10))).toBeLessThan(27.9); // 9 degrees, 0.1 %
    }
    const cells = batches.map((batch) => (batch.length - 1) * 10 + batch.repeats - 1);
    expect(chiSquare(histogram(cells, 100), uniform(100))).toBeLessThan(148.3); // 99 degrees, 0.1 %
    const counts = [...new Map(batches.map((batch) => [batch.repeats, count(batch)])).values()];
    expect(counts.reduce((sum, each) => sum + each)).toBeCloseTo(0, 6);
    expect(counts.reduce((sum, each) => sum + each ** 2, 0) / 10).toBeCloseTo(1, 6);
    expect(batches.every((batch) => Math.sign(count(batch)) === Math.sign(batch.repeats - 5.5))).toBe(true);
    expect(repeatCopy({ key, batchSize: 1, bits: 1 }).batch(3999)).toEqual(batches[3999]);
    expect(count(repeatCopy({ key, batchSize: 1, minRepeats: 3, maxRepeats: 3 }).batch(0))).toBe(0);
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize must be an integer of at least 1, got 0.'],
    [{ minLength: 11 }, 'maxLength must be an integer from 11 to 65536, got 10.'],
    [{ bits: 0 }, 'bits must be an integer of at least 1, got 0.'],
    [{ minRepeats: 0 }, 'minRepeats must be an integer from 1 to 65536, got 0.'],
    [{ minRepeats: 4, maxRepeats: 3 }, 'maxRepeats must be an integer from 4 to 65536, got 3.'],
    [{ repeats: 3 } as never, 'options must hold only key, batchSize, minLength, maxLength, bits, min'],
  ])('refuses %o', (wrong, message) => {
    const act = (): unknown => repeatCopy({ key, batchSize: 2, ...wrong });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`repeatCopy: ${message}`);
    expect(() => repeatCopy({ key, batchSize: 2 }).batch(-1)).toThrow('repeatCopy.batch: n must be');
  });
});
