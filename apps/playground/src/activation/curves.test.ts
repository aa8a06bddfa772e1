import { type BaseName, bases, variants } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { reach, unitCurves } from './curves.ts';
import { type ActivationState, defaultState } from './state.ts';

const baseNames = Object.keys(bases) as BaseName[];
const units = baseNames.flatMap((base) =>
  variants.map((variant): ActivationState => ({ ...defaultState, base, variant })),
);
const draws = Array.from({ length: 12 }, (_, draw) => draw);

describe.each(units)('unitCurves of $base with $variant', (state) => {
  it('have 95% of sampled outputs in the band', () => {
    const all = draws.map((draw) => unitCurves({ ...state, draw }));
    const inside = all.flatMap(({ samples, low, high }) =>
      samples.map((value, i) => value >= low[i]! - 1e-12 && value <= high[i]! + 1e-12),
    );
    const share = inside.filter(Boolean).length / inside.length;
    const { xs, low, high } = all[0]!;
    // Where there is no noise all are; elsewhere 95%.
    const noisy = xs.filter((_, i) => high[i]! - low[i]! > 1e-12).length / xs.length;
    expect(share).toBeGreaterThan(1 - 0.06 * noisy - 1e-9);
    // Noise at the input of a hard unit is cut off, which makes some outputs the edge itself.
    const least = state.variant === 'NAN' || state.variant === 'NAH' ? 0.04 : 0;
    expect(1 - share).toBeGreaterThanOrEqual(least * noisy);
  });

  it('have the slopes of the lines', () => {
    const { xs, slopes, ...lines } = unitCurves({
      ...state,
      variant: state.variant === 'NANIS' ? 'NANI' : state.variant,
    });
    for (const name of ['plain', 'mean', 'drawn'] as const) {
      const values = lines[name];
      // No corner is within a step of positions whose slopes differ little.
      const smooth = xs.flatMap((_, i) =>
        i > 0 && i < xs.length - 1 && Math.abs(slopes[name][i + 1]! - slopes[name][i - 1]!) < 0.05 ? [i] : [],
      );
      expect(smooth.length).toBeGreaterThan(xs.length / 2);
      for (const i of smooth) {
        const difference = (values[i + 1]! - values[i - 1]!) / (xs[i + 1]! - xs[i - 1]!);
        expect(Math.abs(difference - slopes[name][i]!)).toBeLessThan(0.03);
      }
    }
  });
});

describe('unitCurves', () => {
  it('bring the slope back that a hard unit has lost', () => {
    const { xs, slopes } = unitCurves({ ...defaultState, base: 'hardSigmoid', variant: 'NAN' });
    const saturated = xs.flatMap((x, i) => (Math.abs(x) > 2.5 && Math.abs(x) < 6 ? [i] : []));
    expect(saturated.every((i) => slopes.plain[i] === 0)).toBe(true);
    expect(saturated.every((i) => slopes.samples[i] !== 0)).toBe(true);
  });

  it('reach as far out on both sides, with the threshold at a quarter', () => {
    const { xs } = unitCurves({ ...defaultState, base: 'sigmoid' });
    expect([xs[0], xs.at(-1), reach({ base: 'sigmoid' })]).toEqual([-8, 8, 8]);
    expect(xs).toContain(2);
  });

  it('draw other samples, and everything else as it was', () => {
    const { samples, slopes, ...rest } = unitCurves(defaultState);
    const { samples: others, slopes: otherSlopes, ...same } = unitCurves({ ...defaultState, draw: 1 });
    expect(others).not.toEqual(samples);
    expect(same).toEqual(rest);
    expect(otherSlopes.mean).toEqual(slopes.mean);
  });
});
