import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shares } from './share.ts';

describe('shares', () => {
  it('covers all, in order, in parts that differ by one unit at most', () => {
    const size = fc.integer({ min: 1, max: 1000 });
    const small = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, small, small, (size, threads, unit) => {
        const parts = shares(size, threads, unit);
        expect(parts.length).toBe(Math.min(threads, Math.ceil(size / unit)));
        const ends = parts.map(({ start, length }) => start + length);
        expect(parts.map(({ start }) => start)).toEqual([0, ...ends.slice(0, -1)]);
        expect(ends.at(-1)).toBe(size);
        expect(ends.slice(0, -1).every((end) => end % unit === 0)).toBe(true);
        const lengths = parts.map(({ length }) => Math.ceil(length / unit));
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives one empty part of nothing', () => {
    expect(shares(0, 3, 8)).toEqual([{ start: 0, length: 0 }]);
  });
});
