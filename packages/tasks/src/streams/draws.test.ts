import { fold, type Words } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { batchKey, drawBetween, drawIntegers, drawnIntegers, drawOrder } from './draws.ts';

const key: Words = [7, 0];

describe('batchKey', () => {
  it('is another for every number and key, and none that fold derives', () => {
    const numbers = [0, 1, 2, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1];
    const keys = [key, [7, 1] as const].flatMap((each) => numbers.map((n) => batchKey(each, n)));
    const folded = [0, 1, 2, 3, 4].map((purpose) => fold(fold(key, 3), purpose));
    expect(new Set([...keys, ...folded].map(String)).size).toBe(2 * 7 + 5);
  });
});

describe('drawIntegers', () => {
  it.each([1, 2, 3, 11, 1000])('is uniform below %i', (below) => {
    const counts = histogram(drawIntegers(key, 5, 300_000, below), below);
    const degrees = below - 1;
    // Mean and deviation of chi-square; its tail is heavier than a normal one's.
    expect(chiSquare(counts, uniform(below))).toBeLessThanOrEqual(degrees + 5 * Math.sqrt(2 * degrees));
  });

  it('reaches both ends of the widest range', () => {
    const drawn = drawIntegers(key, 0, 2 ** 20, 2 ** 16);
    expect(Math.min(...drawn.subarray(0, 100_000))).toBeLessThan(10);
    expect(drawn.every((each) => each >= 0 && each < 2 ** 16)).toBe(true);
    expect(drawn.includes(0) && drawn.includes(2 ** 16 - 1)).toBe(true);
  });

  it('draws independently of what other streams and elements draw', () => {
    const [a, b] = [drawIntegers(key, 0, 9000, 3), drawIntegers(key, 1, 9000, 3)];
    const across = histogram(
      a.map((each, e) => 3 * each + b[e]!),
      9,
    );
    expect(chiSquare(across, uniform(9))).toBeLessThan(26.1); // 8 degrees, 0.1 %
    const along = histogram(
      a.map((each, e) => 3 * each + a[e ^ 1]!).filter((_, e) => e % 2 === 0),
      9,
    );
    expect(chiSquare(along, uniform(9))).toBeLessThan(26.1);
  });

  it('draws the same beginning however many are drawn', () => {
    expect(drawIntegers(key, 0, 5, 7)).toEqual(drawIntegers(key, 0, 50, 7).slice(0, 5));
  });
});

describe('drawBetween', () => {
  it('includes both ends', () => {
    const drawn = Array.from({ length: 100 }, (_, stream) => drawBetween(key, stream, 4, 6));
    expect(new Set(drawn)).toEqual(new Set([4, 5, 6]));
    expect(drawBetween(key, 0, 9, 9)).toBe(9);
  });
});

describe('drawOrder', () => {
  it('has every number once, in another order every epoch, the same each time', () => {
    const [first, second] = [drawOrder(key, 0, 1000), drawOrder(key, 1, 1000)];
    expect(first.toSorted()).toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
    expect(second).not.toEqual(first);
    expect(drawOrder(key, 0, 1000)).toEqual(first);
    expect([...drawOrder(key, 0, 1)]).toEqual([0]);
  });

  it('has all orders equally often', () => {
    const names = new Map(['012', '021', '102', '120', '201', '210'].map((name, i) => [name, i]));
    const drawn = Array.from({ length: 6000 }, (_, epoch) => names.get(drawOrder(key, epoch, 3).join(''))!);
    expect(chiSquare(histogram(drawn, 6), uniform(6))).toBeLessThan(20.6); // 5 degrees, 0.1 %
  });
});

describe('drawnIntegers', () => {
  it.each([1, 3, 10, 1000])('is uniform below %i', (below) => {
    const draw = drawnIntegers(key, 5);
    const counts = histogram(
      Array.from({ length: 100_000 }, () => draw(below)),
      below,
    );
    const degrees = below - 1;
    expect(chiSquare(counts, uniform(below))).toBeLessThanOrEqual(degrees + 5 * Math.sqrt(2 * degrees));
  });

  it('has all 53 bits', () => {
    const draw = drawnIntegers(key, 0);
    const drawn = Array.from({ length: 2000 }, () => draw(2 ** 53));
    expect(drawn.every((each) => Number.isSafeInteger(each) && each >= 0)).toBe(true);
    const bits = Array.from({ length: 53 }, (_, bit) =>
      drawn.filter((each) => Math.floor(each / 2 ** bit) % 2 === 1),
    );
    for (const { length } of bits) expect(Math.abs(length - 1000)).toBeLessThan(112); // 5 deviations
  });

  it('starts again for each caller, and is another for every stream and key', () => {
    const first = (from: Words, stream: number): number[] => {
      const draw = drawnIntegers(from, stream);
      return [draw(1000), draw(1000), draw(1000)];
    };
    expect(first(key, 3)).toEqual(first(key, 3));
    expect(new Set([first(key, 3), first(key, 4), first([8, 0], 3)].map(String)).size).toBe(3);
  });
});
