import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecayOptions, exponential, inverseSqrt } from './decays.ts';
import type { Schedule } from './schedule.ts';

const kinds: readonly (readonly [string, (options: DecayOptions) => Schedule])[] = [
  ['exponential', (options) => exponential({ ...options, rate: 0.9 })],
  ['inverseSqrt', inverseSqrt],
];

const options = fc
  .record({
    floor: fc.double({ min: 0.01, max: 10, noNaN: true }),
    above: fc.double({ min: 0, max: 100, noNaN: true }),
    period: fc.double({ min: 0.1, max: 1e3, noNaN: true }),
  })
  .map(({ floor, above, period }) => ({ initial: floor + above, floor, period }));
const step = fc.double({ min: 0, max: 1e7, noNaN: true });
const runs = { seed: 2, numRuns: 60 };

describe.each(kinds)('%s', (_, make) => {
  it('starts at its initial value, never rises and ends at its floor', () => {
    fc.assert(
      fc.property(options, step, step, (options, a, b) => {
        const schedule = make(options);
        const { initial, floor } = options;
        expect(schedule(0)).toBe(initial);
        const [early, late] = [schedule(Math.min(a, b)), schedule(Math.max(a, b))];
        expect(late).toBeLessThanOrEqual(early);
        expect(early).toBeLessThanOrEqual(initial);
        expect(late).toBeGreaterThanOrEqual(floor);
        expect(make({ ...options, period: 1e-3 })(1e300)).toBe(floor);
      }),
      runs,
    );
  });

  it.each([-1, Number.NaN, Infinity])('refuses step %d', (step) => {
    expect(() => make({ initial: 1 })(step)).toThrow('step must be a finite number of at least 0');
  });

  it.each([
    [{ initial: Number.NaN }, 'initial must be a finite number of at least 0.5, got NaN.'],
    [{ initial: 0.4 }, 'initial must be a finite number of at least 0.5, got 0.4.'],
    [{ floor: -1 }, 'floor must be a finite number of at least 0, got -1.'],
    [{ period: 0 }, 'period must be a finite number above 0, got 0.'],
  ])('refuses %o', (wrong, message) => {
    expect(() => make({ initial: 1, floor: 0.5, ...wrong })).toThrow(message);
  });
});

describe('exponential', () => {
  it('multiplies by the rate every period, smoothly between', () => {
    const schedule = exponential({ initial: 8, rate: 0.25, period: 10 });
    expect([0, 5, 10, 20].map(schedule)).toEqual([8, 4, 2, 0.5]);
  });

  it('stays where it is with rate 1', () => {
    expect(exponential({ initial: 0.3, rate: 1 })(1e6)).toBe(0.3);
  });

  it.each([0, -0.5, 1.1, Number.NaN])('refuses rate %d', (rate) => {
    expect(() => exponential({ initial: 1, rate })).toThrow(
      `exponential: rate must be a number above 0 and at most 1, got ${rate}.`,
    );
  });
});

describe('inverseSqrt', () => {
  const anneal = inverseSqrt({ initial: 30, floor: 0.5, period: 200 });

  it.each([
    [0, '30.00'],
    [2_000, '9.05'],
    [20_000, '2.99'],
    [100_000, '1.34'],
    [200_000, '0.95'],
  ])("gives the paper's noise scale after %d updates", (updates, scale) => {
    expect(anneal(updates).toFixed(2)).toBe(scale);
  });

  it('reaches the floor of the paper after 719,800 updates and no earlier', () => {
    expect(anneal(719_799)).toBeGreaterThan(0.5);
    expect(anneal(719_800)).toBe(0.5);
    expect(anneal(10_000_000)).toBe(0.5);
  });

  it('is constant within a period, fractions of steps included', () => {
    expect([0, 0.5, 199, 199.9].map(anneal)).toEqual([30, 30, 30, 30]);
    expect(anneal(200)).toBe(30 / Math.sqrt(2));
  });
});
