import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaseName } from './base.ts';
import { bases, logistic } from './bases.ts';

const names = Object.keys(bases) as BaseName[];
const hard = ['hardSigmoid', 'hardTanh', 'kerasHardSigmoid'] as const;
const slopes = { sigmoid: 0.25, tanh: 1, hardSigmoid: 0.25, hardTanh: 1, kerasHardSigmoid: 0.2 };
const anyX = fc.double({ min: -1e30, max: 1e30, noNaN: true });
const nearX = fc.double({ min: -6, max: 6, noNaN: true });

describe.each(names)('%s', (name) => {
  const { h, dh, u, du, threshold, range } = bases[name];
  const [min, max] = range!;

  it('stays in its range and reaches its ends', () => {
    fc.assert(
      fc.property(anyX, (x) => {
        expect(h(x) >= min && h(x) <= max).toBe(true);
      }),
      { seed: 1 },
    );
    expect([h(-1e30), h(1e30)]).toEqual([min, max]);
  });

  it('has a derivative that agrees with central differences', () => {
    const step = 1e-6;
    const slope = (x: number): number => (h(x + step) - h(x - step)) / (2 * step);
    const away = nearX.filter((x) => Math.abs(Math.abs(x) - threshold!) > 2 * step);
    fc.assert(
      fc.property(away, (x) => {
        expect(Math.abs(slope(x) - dh(x))).toBeLessThan(1e-9);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('is linearised at 0 by an unclipped u', () => {
    expect([u(0), du(0), dh(0)]).toEqual([h(0), slopes[name], slopes[name]]);
    fc.assert(
      fc.property(nearX, (x) => {
        expect(Math.abs(u(x) - (h(0) + slopes[name] * x))).toBeLessThan(1e-15);
        expect(du(x)).toBe(slopes[name]);
      }),
      { seed: 3 },
    );
  });

  it('is symmetric about 0', () => {
    fc.assert(
      fc.property(nearX, (x) => {
        expect(Math.abs(h(x) + h(-x) - min - max)).toBeLessThan(1e-15);
        expect(dh(x)).toBe(dh(-x));
      }),
      { seed: 4 },
    );
  });

  it('keeps the digits of small derivatives far out', () => {
    const far = name === 'tanh' ? 4 * Math.exp(-40) : name === 'sigmoid' ? Math.exp(-20) : 0;
    expect(Math.abs(dh(20) - far)).toBeLessThanOrEqual(1e-8 * far);
    expect(dh(1e30)).toBe(0);
  });

  it('gives NaN for NaN', () => {
    expect([h(Number.NaN), u(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe.each(hard)('%s', (name) => {
  const { h, dh, u, du, threshold, range } = bases[name];

  it('leaves u exactly at the threshold, where it has the slope of its linear side', () => {
    for (const sign of [-1, 1]) {
      const corner = sign * threshold!;
      expect(h(corner)).toBe(range![sign === 1 ? 1 : 0]);
      expect(h(corner) - u(corner)).toBe(0);
      expect(dh(corner)).toBe(du(corner));
      expect(dh(corner * (1 + Number.EPSILON))).toBe(0);
    }
  });

  it('equals u inside and is constant outside', () => {
    fc.assert(
      fc.property(nearX, (x) => {
        expect(Math.abs(x) <= threshold! ? [u(x)] : range).toContain(h(x));
      }),
      { seed: 5 },
    );
  });
});

describe('thresholds', () => {
  it('are those of the paper, and 2.5 for the hard sigmoid of tf.layers', () => {
    const thresholds = Object.fromEntries(names.map((name) => [name, bases[name].threshold]));
    expect(thresholds).toEqual({ sigmoid: 2, tanh: 1, hardSigmoid: 2, hardTanh: 1, kerasHardSigmoid: 2.5 });
  });
});

describe('logistic', () => {
  it('neither overflows nor loses the left tail', () => {
    expect([logistic(-1e30), logistic(0), logistic(1e30)]).toEqual([0, 0.5, 1]);
    expect(logistic(-700) / Math.exp(-700)).toBeCloseTo(1, 12);
  });
});
