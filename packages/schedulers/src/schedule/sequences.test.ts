import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential } from './decays.ts';
import { cosine, linear } from './ramps.ts';
import type { Schedule } from './schedule.ts';
import { constant, join, piecewise, warmup } from './sequences.ts';

const runs = { seed: 3, numRuns: 60 };

describe('constant', () => {
  it('is the value at any step', () => {
    expect([0, 0.5, 1e300].map(constant(-2))).toEqual([-2, -2, -2]);
  });

  it.each([Number.NaN, Infinity])('refuses %d', (value) => {
    expect(() => constant(value)).toThrow(`constant: value must be a finite number, got ${value}.`);
  });
});

describe('piecewise', () => {
  it('switches at its boundaries and holds the last value', () => {
    const schedule = piecewise({ values: [1, 0.1, 0.01], boundaries: [10, 20] });
    expect([0, 9.99, 10, 19, 20, 1e9].map(schedule)).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01]);
  });

  it('is a join of constants', () => {
    const stretches = fc.array(fc.tuple(fc.integer(), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(stretches, fc.double({ min: 0, max: 400, noNaN: true }), (stretches, step) => {
        const values = stretches.map(([value]) => value);
        const boundaries = stretches
          .slice(1)
          .map((_, i) => stretches.slice(0, i + 1).reduce((sum, [, length]) => sum + length, 0));
        const joined = join({ schedules: values.map(constant), boundaries });
        expect(piecewise({ values, boundaries })(step)).toBe(joined(step));
      }),
      runs,
    );
  });

  it('names the value that is not finite', () => {
    expect(() => piecewise({ values: [1, Number.NaN], boundaries: [5] })).toThrow(
      'piecewise: values[1] must be a finite number, got NaN.',
    );
  });
});

describe('join', () => {
  it('starts every schedule at its own step 0', () => {
    const steps: number[][] = [[], [], []];
    const schedules = steps.map(
      (seen): Schedule =>
        (step) =>
          seen.push(step),
    );
    const schedule = join({ schedules, boundaries: [4, 6.5] });
    [0, 3.5, 4, 6, 6.5, 10].forEach(schedule);
    expect(steps).toEqual([
      [0, 3.5],
      [0, 2],
      [0, 3.5],
    ]);
  });

  it("expresses Zaremba's learning rate: 1 for four epochs, then halved each epoch", () => {
    const rate = join({
      schedules: [constant(1), exponential({ initial: 0.5, rate: 0.5 })],
      boundaries: [4],
    });
    const published = Array.from({ length: 13 }, (_, epoch) => 0.5 ** Math.max(epoch + 1 - 4, 0));
    expect(published.map((_, epoch) => rate(epoch))).toEqual(published);
  });

  it.each([
    [[], [], 'join: schedules must be an array, not empty, got an array of length 0.'],
    [[constant(1), 2], [5], 'join: schedules[1] must be a function, got 2.'],
    [
      [constant(1)],
      [5],
      'join: boundaries must hold 0 steps, one less than schedules, got an array of length 1.',
    ],
    [[constant(1), constant(2)], [0], 'join: boundaries[0] must be a finite number above 0, got 0.'],
    [
      [constant(1), constant(2), constant(3)],
      [5, 5],
      'join: boundaries[1] must be a finite number above 5, got 5.',
    ],
    [
      [constant(1), constant(2)],
      [Number.NaN],
      'join: boundaries[0] must be a finite number above 0, got NaN.',
    ],
  ])('refuses %o with boundaries %o', (schedules, boundaries, message) => {
    expect(() => join({ schedules: schedules as Schedule[], boundaries })).toThrow(message);
  });
});

describe('warmup', () => {
  it('rises in a straight line, meets the schedule without a jump and then follows it', () => {
    const warm = fc.record({
      steps: fc.integer({ min: 1, max: 1000 }),
      initial: fc.double({ min: -10, max: 10, noNaN: true }),
      peak: fc.double({ min: -10, max: 10, noNaN: true }),
      later: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(warm, ({ steps, initial, peak, later }) => {
        const decay = cosine({ initial: peak, final: 0, steps: 2000 });
        const schedule = warmup({ schedule: decay, steps, initial });
        expect(schedule(0)).toBeCloseTo(initial, 12);
        expect(schedule(steps / 2)).toBeCloseTo((initial + peak) / 2, 9);
        expect(schedule(steps * (1 - 1e-12))).toBeCloseTo(decay(0), 9);
        expect(schedule(steps + later)).toBe(decay(later));
      }),
      runs,
    );
  });

  it('starts at 0 unless told otherwise', () => {
    expect(warmup({ schedule: constant(3), steps: 4 })(1)).toBe(0.75);
  });

  it.each([
    [{ steps: 0 }, 'warmup: steps must be a finite number above 0, got 0.'],
    [{ initial: Number.NaN }, 'warmup: initial must be a finite number, got NaN.'],
    [{ schedule: 1 as unknown as Schedule }, 'warmup: schedule must be a function, got 1.'],
    [{ schedule: () => Number.NaN }, 'warmup: schedule(0) must be a finite number, got NaN.'],
  ])('refuses %o', (wrong, message) => {
    expect(() => warmup({ schedule: constant(1), steps: 10, ...wrong })).toThrow(message);
  });
});

describe('every sequence', () => {
  it.each([
    ['constant', constant(1)],
    ['piecewise', piecewise({ values: [1], boundaries: [] })],
    ['join', join({ schedules: [() => 1], boundaries: [] })],
    ['warmup', warmup({ schedule: linear({ initial: 1, final: 0, steps: 3 }), steps: 2 })],
  ])('%s refuses a step that is negative or not finite', (name, schedule) => {
    for (const step of [-1, Number.NaN, Infinity]) {
      expect(() => schedule(step)).toThrow(
        `${name}: step must be a finite number of at least 0, got ${step}.`,
      );
    }
  });
});
