import { describe, expect, it } from 'vitest';
import { heroSvg } from './hero.ts';

describe('the picture of the first page', () => {
  const dots = [...heroSvg().matchAll(/M(-?[\d.]+) (-?[\d.]+)h0/g)].map(([, x, y]) => ({
    x: Number(x) / 40,
    y: Number(y) / -110,
  }));
  const saturated = dots.filter(({ x }) => Math.abs(x) > 1);

  it('has no noise in the linear range', () => {
    const linear = dots.filter(({ x }) => Math.abs(x) < 1);
    expect(linear.length).toBeGreaterThan(100);
    for (const { x, y } of linear) expect(y).toBeCloseTo(x, 2);
  });

  it('has noise that pushes inwards beyond it', () => {
    for (const { y } of saturated) expect(Math.abs(y)).toBeLessThan(1.01);
    expect(saturated.filter(({ y }) => Math.abs(y) < 0.9).length).toBeGreaterThan(100);
  });
});
