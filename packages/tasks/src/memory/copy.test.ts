import { InvalidArgumentError, type Words } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { answers, steps } from '../testing/rows.ts';
import { copy } from './copy.ts';

const key: Words = [7, 0];

const zeros = (count: number, width: number): string[] =>
  Array.from({ length: count }, () => '0'.repeat(width));

describe('copy', () => {
  it('has the shapes of the paper by default', () => {
    const { inputs, targets, ...sizes } = copy({ key, batchSize: 3, minLength: 20 }).batch(0);
    expect(sizes).toEqual({
      batchSize: 3,
      timeSteps: 41,
      channels: 9,
      firstAnswerStep: 21,
      answerSteps: 20,
      targetChannels: 8,
      length: 20,
    });
    expect([inputs.length, targets.length]).toEqual([3 * 41 * 9, 3 * 20 * 8]);
  });

  it('reads vectors and an end flag, and asks for the vectors', () => {
    const sizes = fc.record({
      batchSize: fc.integer({ min: 1, max: 4 }),
      minLength: fc.integer({ min: 1, max: 5 }),
      more: fc.nat({ max: 5 }),
      bits: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(sizes, fc.maxSafeNat(), ({ batchSize, minLength, more, bits }, n) => {
        const batch = copy({ key, batchSize, minLength, maxLength: minLength + more, bits }).batch(n);
        const { length } = batch;
        expect(length).toBeGreaterThanOrEqual(minLength);
        expect(length).toBeLessThanOrEqual(minLength + more);
        for (let row = 0; row < batchSize; row++) {
          const asked = answers(batch, row);
          expect(asked).toHaveLength(length);
          expect(steps(batch, row)).toEqual([
            ...asked.map((each) => `${each}0`),
            `${'0'.repeat(bits)}1`,
            ...zeros(length, bits + 1),
          ]);
        }
      }),
      { seed: 12, numRuns: 100 },
    );
  });

  it('draws lengths and bits uniformly, the same for the same key and number', () => {
    const source = copy({ key, batchSize: 1 });
    const batches = Array.from({ length: 4000 }, (_, n) => source.batch(n));
    const lengths = batches.map((batch) => batch.length - 1);
    expect(chiSquare(histogram(lengths, 20), uniform(20))).toBeLessThan(43.8); // 19 degrees, 0.1 %
    const bits = batches.flatMap((batch) => Array.from(batch.targets));
    expect(chiSquare(histogram(bits, 2), uniform(2))).toBeLessThan(10.8); // 1 degree, 0.1 %
    expect(copy({ key, batchSize: 1 }).batch(3999)).toEqual(batches[3999]);
    const other = copy({ key: [8, 0], batchSize: 1 });
    expect(batches.some((batch, n) => other.batch(n).targets.join() === batch.targets.join())).toBe(false);
  });

  it('follows a curriculum', () => {
    const source = copy({ key, batchSize: 1, minLength: 2, maxLength: (n) => n });
    expect(source.batch(2).length).toBe(2);
    expect(() => source.batch(1)).toThrow(
      'copy.batch: maxLength(1) must be an integer from 2 to 65536, got 1.',
    );
  });

  it.each([
    [{ batchSize: -1 }, 'batchSize must be an integer of at least 1, got -1.'],
    [{ minLength: 0 }, 'minLength must be an integer from 1 to 65536, got 0.'],
    [{ minLength: 5, maxLength: 4 }, 'maxLength must be an integer from 5 to 65536, got 4.'],
    [{ bits: 0 }, 'bits must be an integer of at least 1, got 0.'],
    [{ key: undefined as never }, 'key must be an array of two unsigned 32-bit integers, got undefined.'],
    [{ maxRepeats: 2 } as never, 'options must hold only key, batchSize, minLength, maxLength, bits, got'],
  ])('refuses %o', (wrong, message) => {
    const act = (): unknown => copy({ key, batchSize: 2, ...wrong });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`copy: ${message}`);
    expect(() => copy({ key, batchSize: 2 }).batch(0.5)).toThrow('copy.batch: n must be');
  });
});
