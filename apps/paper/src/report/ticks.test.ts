import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksAround } from './ticks.ts';

describe('ticksAround', () => {
  it('are round numbers', () => {
    expect(ticksAround(-0.07, 0.98)).toEqual([-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksAround(-6.6, 8.1)).toEqual([-8, -6, -4, -2, 0, 2, 4, 6, 8, 10]);
    expect(ticksAround(-0.001, 0.03)).toEqual([-0.005, 0, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03]);
    expect(ticksAround(3, 3)).toEqual([3, 3.2]);
  });

  it('are few, rise, and have all numbers between the first and the last', () => {
    const bounds = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(bounds, ([min, span]) => {
        const ticks = ticksAround(min, min + span);
        const slack = 1e-9 * (Math.abs(min) + span);
        expect(ticks[0]).toBeLessThanOrEqual(min + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(min + span - slack);
        expect(ticks.length).toBeLessThanOrEqual(10);
        expect(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!)).toBe(true);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
