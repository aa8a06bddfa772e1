import { describe, expect, it } from 'vitest';
import { heroSvg } from './hero.ts';

describe('the picture of the first page', () => {
  it('has no noise in the linear range, and noise that pushes inwards beyond it', () => {
    const dots = [...heroSvg().matchAll(/M(-?[\d.]+) (-?[\d.]+)h0/g)].map(([, x, y]) => [
      Number(x) / 50,
      Number(y) / -100,
    ]);
    expect(dots).toHaveLength(700);
    for (const [x, y] of dots as [number, number][]) {
      if (Math.abs(x) < 1) expect(y).toBeCloseTo(x, 1);
      else expect(Math.abs(y)).toBeLessThanOrEqual(1);
    }
    expect(dots.filter(([, y]) => Math.abs(y!) > 0.2 && Math.abs(y!) < 0.9).length).toBeGreaterThan(100);
  });
});
