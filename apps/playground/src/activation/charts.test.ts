import { variants } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { unitCharts } from './charts.ts';
import { comparedAlphas, defaultState, presets, scaleFor } from './state.ts';

const labels = (changes: Partial<typeof defaultState>): string[][] =>
  unitCharts({ ...defaultState, ...changes }).map(({ lines }) => lines.map(({ label }) => label));

describe('unitCharts', () => {
  it('show a plain unit without anything about noise', () => {
    expect(labels({ variant: 'none' })).toEqual([
      ['linear part, continued', 'without noise'],
      ['without noise'],
    ]);
  });

  it('show the alphas of figure 4 side by side', () => {
    const [outputs] = unitCharts({
      ...defaultState,
      ...presets['Figure 4 of the paper: the influence of alpha'],
    });
    const ends = outputs.lines.slice(1).map(({ values }) => values.at(-1)!);
    expect(outputs.lines.slice(1).map(({ label }) => label)).toEqual(
      comparedAlphas.map((each) => `alpha ${each}`),
    );
    // Below 1 a unit leaks out, above it bends back, the more the larger alpha is.
    expect(ends).toEqual(ends.toSorted((a, b) => b - a));
    expect(ends[0]).toBeGreaterThan(1);
    expect(ends[1]).toBeLessThanOrEqual(1);
  });

  it('compare no alphas in variants that have none', () => {
    expect(labels({ variant: 'NANI', compare: true })).toEqual(labels({ variant: 'NANI' }));
  });

  it.each(variants)('have one value for every position with %s', (variant) => {
    for (const { xs, lines, bands = [] } of unitCharts({ ...defaultState, variant })) {
      for (const { values } of lines) expect(values).toHaveLength(xs.length);
      for (const { line, low } of bands) {
        expect(lines[line]!.label).toContain('95%');
        expect(low).toHaveLength(xs.length);
      }
    }
  });
});

describe('scaleFor', () => {
  it('keeps c where it means the same, and takes the usual one elsewhere', () => {
    const noisy = { ...defaultState, variant: 'NAN', c: 30 } as const;
    expect(scaleFor('NAH', noisy)).toBe(30);
    expect(scaleFor('NANIL', noisy)).toBe(30);
    expect(scaleFor('none', noisy)).toBe(30);
    expect(scaleFor('NANI', noisy)).toBe(0.05);
    expect(scaleFor('NAN', { ...defaultState, variant: 'NANIS', c: 0.1 })).toBe(0.5);
  });
});
