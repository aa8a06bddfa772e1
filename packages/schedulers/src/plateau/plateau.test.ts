import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plateau, type PlateauOptions, type PlateauState } from './plateau.ts';

/** The multiplier after each metric. */
function follow(options: PlateauOptions, metrics: readonly number[]): number[] {
  const rule = plateau(options);
  let state = rule.initial;
  return metrics.map((metric) => rule.value((state = rule.next(state, metric))));
}

describe('plateau', () => {
  it('starts at 1 and stays there while the metric improves', () => {
    expect(plateau().value(plateau().initial)).toBe(1);
    expect(follow({ patience: 1 }, [5, 4, 3, 2, 1])).toEqual([1, 1, 1, 1, 1]);
  });

  it('reduces after `patience` metrics without improvement, and counts anew', () => {
    expect(follow({ factor: 0.5, patience: 2 }, [3, 3, 3, 3, 3])).toEqual([1, 1, 0.5, 0.5, 0.25]);
    expect(follow({ factor: 0.5, patience: 2 }, [3, 3, 2, 2, 2])).toEqual([1, 1, 1, 1, 0.5]);
  });

  it('compares with the best, not with the last', () => {
    expect(follow({ factor: 0.5, patience: 2 }, [1, 5, 4])).toEqual([1, 1, 0.5]);
  });

  it('counts only what beats the best by more than the threshold', () => {
    const options = { factor: 0.5, patience: 1, threshold: 0.5 };
    expect(follow(options, [4, 3.5, 3.25])).toEqual([1, 0.5, 0.5]);
  });

  it('wants large metrics in mode max', () => {
    expect(follow({ factor: 0.5, patience: 1, mode: 'max' }, [0.1, 0.2, 0.3, 0.2])).toEqual([1, 1, 1, 0.5]);
  });

  it('never falls below min', () => {
    expect(follow({ factor: 0.5, patience: 1, min: 0.3 }, [1, 1, 1, 1])).toEqual([1, 0.5, 0.3, 0.3]);
  });

  it('never rises, is pure, and goes on from a state that went through JSON', () => {
    const metrics = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 40 });
    const mode = fc.constantFrom('min' as const, 'max' as const);
    fc.assert(
      fc.property(metrics, mode, (metrics, mode) => {
        const options = { factor: 0.7, patience: 3, mode };
        const values = follow(options, metrics);
        const rule = plateau(options);
        let state = rule.initial;
        let last = 1;
        metrics.forEach((metric, i) => {
          const stored = JSON.stringify(state);
          const next = rule.next(state, metric);
          expect(JSON.stringify(state)).toBe(stored);
          state = plateau(options).next(JSON.parse(stored) as PlateauState, metric);
          expect(state).toEqual(next);
          expect(rule.value(state)).toBe(values[i]);
          expect(rule.value(state)).toBeLessThanOrEqual(last);
          last = rule.value(state);
        });
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it.each([Number.NaN, Infinity])('refuses the metric %d', (metric) => {
    const { next, initial } = plateau();
    expect(() => next(initial, metric)).toThrow(`plateau: metric must be a finite number, got ${metric}.`);
  });

  it.each([
    [{ factor: 0 }, 'factor must be a number above 0 and at most 1, got 0.'],
    [{ factor: 2 }, 'factor must be a number above 0 and at most 1, got 2.'],
    [{ patience: 0 }, 'patience must be an integer of at least 1, got 0.'],
    [{ patience: 1.5 }, 'patience must be an integer of at least 1, got 1.5.'],
    [{ threshold: -1 }, 'threshold must be a finite number of at least 0, got -1.'],
    [{ min: 2 }, 'min must be a number from 0 to 1, got 2.'],
  ])('refuses %o', (options, message) => {
    expect(() => plateau(options)).toThrow(`plateau: ${message}`);
  });
});
