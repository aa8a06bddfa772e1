import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine, linear, polynomial, type RampOptions } from './ramps.ts';
import type { Schedule } from './schedule.ts';

const kinds: readonly (readonly [string, (options: RampOptions) => Schedule])[] = [
  ['linear', linear],
  ['cosine', cosine],
  ['polynomial, power 0.5', (options) => polynomial({ ...options, power: 0.5 })],
  ['polynomial, power 3', (options) => polynomial({ ...options, power: 3 })],
];

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const options = fc.record({
  initial: value,
  final: value,
  steps: fc.double({ min: 0.5, max: 1e6, noNaN: true }),
});
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const runs = { seed: 1, numRuns: 60 };
const rounding = 1e-9;

describe.each(kinds)('%s', (_, make) => {
  it('is exact at both ends and holds the final value', () => {
    fc.assert(
      fc.property(options, fraction, (options, extra) => {
        const schedule = make(options);
        const { initial, final, steps } = options;
        expect([0, steps, steps * (1 + extra), Number.MAX_VALUE].map(schedule)).toEqual([
          initial + 0,
          final,
          final,
          final,
        ]);
      }),
      runs,
    );
  });

  it('moves one way only, and stays between its ends', () => {
    fc.assert(
      fc.property(options, fraction, fraction, (options, a, b) => {
        const { initial, final, steps } = options;
        const schedule = make(options);
        const direction = Math.sign(final - initial);
        const [early, late] = [schedule(Math.min(a, b) * steps), schedule(Math.max(a, b) * steps)];
        expect(direction * (late - early)).toBeGreaterThanOrEqual(-rounding);
        for (const each of [early, late]) {
          expect(each).toBeGreaterThanOrEqual(Math.min(initial, final) - rounding);
          expect(each).toBeLessThanOrEqual(Math.max(initial, final) + rounding);
        }
      }),
      runs,
    );
  });

  it('runs into its end without a jump', () => {
    const schedule = make({ initial: 2, final: -1, steps: 100 });
    expect(Math.abs(schedule(100 - 1e-9) - schedule(100))).toBeLessThan(1e-4);
  });

  it.each([-1, -1e-9, Number.NaN, Infinity, -Infinity])('refuses step %d', (step) => {
    const schedule = make({ initial: 2, final: -1, steps: 100 });
    expect(() => schedule(step)).toThrow(`step must be a finite number of at least 0, got ${step}.`);
  });

  it.each([
    [{ initial: Number.NaN }, 'initial must be a finite number, got NaN.'],
    [{ final: Infinity }, 'final must be a finite number, got Infinity.'],
    [{ steps: 0 }, 'steps must be a finite number above 0, got 0.'],
    [{ steps: Infinity }, 'steps must be a finite number above 0, got Infinity.'],
  ])('refuses %o', (wrong, message) => {
    expect(() => make({ initial: 1, final: 0, steps: 10, ...wrong })).toThrow(message);
  });
});

describe('the shapes', () => {
  const down = { initial: 5, final: 1, steps: 8 };

  it('linear covers equal ways in equal times, fractions of steps included', () => {
    expect([0, 1, 2.5, 4, 7].map(linear(down))).toEqual([5, 4.5, 3.75, 3, 1.5]);
  });

  it('polynomial with power 2 is a parabola with its vertex at the end', () => {
    expect([2, 4, 6].map(polynomial({ ...down, power: 2 }))).toEqual([3.25, 2, 1.25]);
  });

  it('polynomial with power 1 is linear', () => {
    for (const step of [1, 3, 7.5]) {
      expect(polynomial({ ...down, power: 1 })(step)).toBeCloseTo(linear(down)(step), 12);
    }
  });

  it('cosine is steepest in the middle and symmetric around it', () => {
    const schedule = cosine(down);
    expect(schedule(4)).toBeCloseTo(3, 12);
    expect(schedule(2)).toBeCloseTo(3 + Math.SQRT2, 12);
    expect(schedule(2) + schedule(6)).toBeCloseTo(6, 12);
  });

  it.each([0, -1, Number.NaN])('polynomial refuses power %d', (power) => {
    expect(() => polynomial({ ...down, power })).toThrow('polynomial: power must be a finite number above 0');
  });
});
