import { InvalidArgumentError, type Words } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { answers, steps } from '../testing/rows.ts';
import {
  associativeRecall,
  type AssociativeRecallBatch,
  type AssociativeRecallOptions,
} from './associative-recall.ts';
import { itemRamp } from './item-ramp.ts';

const key: Words = [7, 0];

const make = (options: Partial<AssociativeRecallOptions> = {}) =>
  associativeRecall({ key, batchSize: 4, minItems: 2, maxItems: 6, ...options });

/** Place of the item that a row asks for; the last one that matches. */
const queried = (batch: AssociativeRecallBatch, row: number): number => {
  const read = steps(batch, row);
  const group = batch.answerSteps + 1;
  const item = (place: number): string => read.slice(place * group + 1, (place + 1) * group).join();
  return Array.from({ length: batch.items }, (_, place) => item(place)).lastIndexOf(item(batch.items));
};

const options = fc.record({
  batchSize: fc.integer({ min: 1, max: 4 }),
  minItems: fc.integer({ min: 2, max: 4 }),
  more: fc.nat({ max: 4 }),
  itemLength: fc.integer({ min: 1, max: 4 }),
  bits: fc.integer({ min: 1, max: 8 }),
  n: fc.maxSafeNat(),
  k0: fc.nat({ max: 0xffffffff }),
});

describe('associativeRecall', () => {
  it('has the shapes of the paper by default', () => {
    const batch = make({ minItems: 6 }).batch(0);
    const { inputs, targets, ...sizes } = batch;
    expect(sizes).toEqual({
      batchSize: 4,
      timeSteps: 32,
      channels: 8,
      firstAnswerStep: 29,
      answerSteps: 3,
      targetChannels: 6,
      items: 6,
    });
    expect([inputs.length, targets.length]).toEqual([4 * 32 * 8, 4 * 3 * 6]);
  });

  it('reads delimited items, then a query, and asks for the item after it', () => {
    fc.assert(
      fc.property(options, ({ more, n, k0, ...sizes }) => {
        const { itemLength, bits } = sizes;
        const source = associativeRecall({ ...sizes, maxItems: sizes.minItems + more, key: [k0, 1] });
        const batch = source.batch(n);
        const { items } = batch;
        expect(items).toBeGreaterThanOrEqual(sizes.minItems);
        expect(items).toBeLessThanOrEqual(sizes.minItems + more);
        expect(batch.timeSteps).toBe((items + 2) * (itemLength + 1));
        const delimiter = (flags: string): string => '0'.repeat(bits) + flags;
        for (let row = 0; row < sizes.batchSize; row++) {
          const read = steps(batch, row);
          const groups = Array.from({ length: items + 2 }, () => read.splice(0, itemLength + 1));
          const flags = groups.map(([first]) => first);
          expect(flags).toEqual([
            ...Array.from({ length: items }, () => delimiter('10')),
            delimiter('01'),
            delimiter('01'),
          ]);
          const vectors = groups.map(([, ...rest]) => rest.join());
          expect(groups.every(([, ...rest]) => rest.every((each) => each.endsWith('00')))).toBe(true);
          expect(vectors[items + 1]).toBe(
            Array.from({ length: itemLength }, () => '0'.repeat(bits + 2)).join(),
          );
          const answer = answers(batch, row)
            .map((each) => `${each}00`)
            .join();
          const follows = vectors
            .slice(0, items - 1)
            .some((each, place) => each === vectors[items] && vectors[place + 1] === answer);
          expect(follows).toBe(true);
        }
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it('gives equal batches for equal keys and numbers, in any order, and others for others', () => {
    const [a, b] = [make(), make()];
    const last = a.batch(2 ** 53 - 1);
    const first = a.batch(0);
    expect(b.batch(0)).toEqual(first);
    expect(b.batch(2 ** 53 - 1)).toEqual(last);
    const same = { minItems: 6, maxItems: 6 };
    const bits = (k: Words, n: number): string =>
      make({ ...same, key: k })
        .batch(n)
        .inputs.join('');
    const all = [bits(key, 0), bits(key, 1), bits(key, 2 ** 32), bits(key, 2 ** 32 + 1), bits([8, 0], 0)];
    expect(new Set([...all, bits([7, 1], 0)]).size).toBe(6);
  });

  it('draws the number of items, the query and the bits uniformly', () => {
    const batches = Array.from({ length: 2000 }, (_, n) => make({ maxItems: 6 }).batch(n));
    const items = batches.map((batch) => batch.items - 2);
    expect(chiSquare(histogram(items, 5), uniform(5))).toBeLessThan(18.5); // 4 degrees, 0.1 %
    const long = make({ batchSize: 4000, minItems: 6 }).batch(0);
    const places = Array.from({ length: 4000 }, (_, row) => queried(long, row));
    expect(chiSquare(histogram(places, 5), uniform(5))).toBeLessThan(18.5);
    for (let bit = 0; bit < 6; bit++) {
      const column = long.targets.filter((_, e) => e % 6 === bit);
      expect(chiSquare(histogram(column, 2), uniform(2))).toBeLessThan(10.8); // 1 degree, 0.1 %
    }
    const pairs = Array.from(
      { length: 4000 * 9 },
      (_, e) => 2 * long.targets[2 * e]! + long.targets[2 * e + 1]!,
    );
    expect(chiSquare(histogram(pairs, 4), uniform(4))).toBeLessThan(16.3); // 3 degrees, 0.1 %
  });

  it('follows a curriculum', () => {
    const ramped = make({ minItems: 2, maxItems: (n) => 2 + n });
    expect(ramped.batch(0).items).toBe(2);
    const most = Math.max(...Array.from({ length: 9 }, (_, n) => ramped.batch(n).items));
    expect(most).toBeGreaterThan(4);
    expect(() => make({ minItems: 4, maxItems: (n) => 2 + n }).batch(1)).toThrow(
      'associativeRecall.batch: maxItems(1) must be an integer from 4 to 65536, got 3.',
    );
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize must be an integer of at least 1, got 0.'],
    [{ minItems: 1 }, 'minItems must be an integer from 2 to 65536, got 1.'],
    [{ maxItems: 1 }, 'maxItems must be an integer from 2 to 65536, got 1.'],
    [{ itemLength: 0.5 }, 'itemLength must be an integer of at least 1, got 0.5.'],
    [{ bits: Number.NaN }, 'bits must be an integer of at least 1, got NaN.'],
    [
      { key: 7 as never },
      'key must be an array of two unsigned 32-bit integers, got 7. createNoiseStream(seed).key makes one',
    ],
    [{ key: [7, -1] as Words }, 'key[1] must be an integer from 0 to 4294967295, got -1.'],
    [
      { items: 3 } as never,
      'options must hold only key, batchSize, minItems, maxItems, itemLength, bits, got "items"',
    ],
  ])('refuses %o', (wrong, message) => {
    expect(() => make(wrong)).toThrow(InvalidArgumentError);
    expect(() => make(wrong)).toThrow(`associativeRecall: ${message}`);
  });

  it.each([-1, 0.5, 2 ** 53, undefined as never])('has no batch %s', (n) => {
    expect(() => make().batch(n)).toThrow('associativeRecall.batch: n must be an integer of at least 0, got');
  });
});

describe('itemRamp', () => {
  it('goes from 72 % of the items to all of them', () => {
    const ramp = itemRamp(16, 128);
    expect([0, 374, 375, 3499, 3501, 1e6].map(ramp)).toEqual([11, 11, 12, 15, 16, 16]);
    expect(make({ batchSize: 2, maxItems: itemRamp(16, 2) }).batch(0).items).toBeLessThanOrEqual(11);
    expect(() => itemRamp(0, 1)).toThrow('itemRamp: maxItems must be an integer from 1 to 65536, got 0.');
    expect(() => itemRamp(16, 0)).toThrow('itemRamp: batchSize must be an integer of at least 1, got 0.');
  });
});
