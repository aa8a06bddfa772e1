import { InvalidArgumentError, type Words } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { countUnique } from './count-unique.ts';
import { majorityClassError, uniqueCountProbabilities } from './distribution.ts';

const key: Words = [7, 0];

describe('countUnique', () => {
  it('has the shapes of the paper by default', () => {
    const { inputs, targets, ...sizes } = countUnique({ key, batchSize: 5 }).batch(3);
    expect(sizes).toEqual({ batchSize: 5, timeSteps: 26, values: 11, classes: 12 });
    expect([inputs.length, targets.length]).toEqual([130, 5]);
  });

  it('asks for the number of different integers of each row', () => {
    const { inputs, targets } = countUnique({ key, batchSize: 200, length: 7, values: 5 }).batch(0);
    for (let row = 0; row < 200; row++) {
      const sorted = inputs.subarray(row * 7, (row + 1) * 7).toSorted();
      const changes = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]).length;
      expect(targets[row]).toBe(changes);
    }
  });

  it('draws the integers uniformly, and so the counts as often as they are likely', () => {
    const { inputs, targets } = countUnique({ key, batchSize: 20_000 }).batch(0);
    expect(chiSquare(histogram(inputs, 11), uniform(11))).toBeLessThan(29.6); // 10 degrees, 0.1 %
    const expected = uniqueCountProbabilities(26, 11);
    const counts = histogram(targets, 12);
    expect(counts.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    const frequent = [7, 8, 9, 10, 11];
    const statistic = chiSquare(
      [20_000 - frequent.reduce((sum, k) => sum + counts[k]!, 0), ...frequent.map((k) => counts[k]!)],
      [1 - frequent.reduce((sum, k) => sum + expected[k]!, 0), ...frequent.map((k) => expected[k]!)],
    );
    expect(statistic).toBeLessThan(20.6); // 5 degrees, 0.1 %
  });

  it('gives equal batches for equal keys and numbers, in any order, and others for others', () => {
    const source = countUnique({ key, batchSize: 3 });
    const third = source.batch(3);
    const first = source.batch(0);
    expect(countUnique({ key, batchSize: 3 }).batch(0)).toEqual(first);
    expect(source.batch(3)).toEqual(third);
    expect(first.inputs).not.toEqual(third.inputs);
    expect(countUnique({ key: [8, 0], batchSize: 3 }).batch(0).inputs).not.toEqual(first.inputs);
  });

  it('follows a curriculum on the length', () => {
    const source = countUnique({ key, batchSize: 2, length: (n) => Math.min(26, 5 + n) });
    expect([0, 1, 100].map((n) => source.batch(n).timeSteps)).toEqual([5, 6, 26]);
    expect(source.batch(1).inputs).toHaveLength(12);
    expect(() => countUnique({ key, batchSize: 2, length: (n) => n / 2 }).batch(3)).toThrow(
      'countUnique.batch: length(3) must be an integer from 1 to 65536, got 1.5.',
    );
  });

  it.each([
    [{ batchSize: 1.5 }, 'batchSize must be an integer of at least 1, got 1.5.'],
    [{ length: 0 }, 'length must be an integer from 1 to 65536, got 0.'],
    [{ values: 2 ** 17 }, 'values must be an integer from 1 to 65536, got 131072.'],
    [{ key: [0] as never }, 'key must be an array of two unsigned 32-bit integers, got [0].'],
    [{ timeSteps: 3 } as never, 'options must hold only key, batchSize, length, values, got "timeSteps".'],
  ])('refuses %o', (wrong, message) => {
    const act = (): unknown => countUnique({ key, batchSize: 2, ...wrong });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`countUnique: ${message}`);
    expect(() => countUnique({ key, batchSize: 2 }).batch(-1)).toThrow('countUnique.batch: n must be');
  });
});

describe('uniqueCountProbabilities', () => {
  it('is what counting all sequences gives', () => {
    const counts = histogram(
      Array.from({ length: 3 ** 4 }, (_, code) => new Set(code.toString(3).padStart(4, '0')).size),
      4,
    );
    const probabilities = uniqueCountProbabilities(4, 3);
    for (let k = 0; k <= 3; k++) expect(probabilities[k]).toBeCloseTo(counts[k]! / 81, 14);
  });

  it('is what the published task has', () => {
    const probabilities = uniqueCountProbabilities(26, 11);
    expect(Array.from(probabilities.slice(8), (p) => p.toFixed(3))).toEqual([
      '0.032',
      '0.188',
      '0.442',
      '0.336',
    ]);
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 14);
    expect(() => uniqueCountProbabilities(0, 11)).toThrow(
      'length must be an integer from 1 to 65536, got 0.',
    );
  });
});

describe('majorityClassError', () => {
  it('is 55.8 % with 11 values and 52.1 % with 10', () => {
    expect(majorityClassError(uniqueCountProbabilities(26, 11)).toFixed(3)).toBe('0.558');
    expect(majorityClassError(uniqueCountProbabilities(26, 10)).toFixed(3)).toBe('0.521');
  });

  it('refuses what holds no probabilities', () => {
    expect(() => majorityClassError([])).toThrow(
      'majorityClassError: probabilities must hold at least one number, got [].',
    );
    expect(() => majorityClassError([0.5, Number.NaN])).toThrow('probabilities[1] must be a finite number');
  });
});
