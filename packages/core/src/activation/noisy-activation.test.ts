import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/golden/activations.json' with { type: 'json' };
import type { Base, BaseName } from '../bases/base.ts';
import { bases } from '../bases/bases.ts';
import { InvalidArgumentError } from '../errors.ts';
import { fillNormals } from '../noise/normal.ts';
import { createNoisyActivation, halfNormalMean, type NoisyActivation } from './noisy-activation.ts';
import { type ActivationOptions, variants } from './options.ts';

const names = Object.keys(bases) as BaseName[];
const all = names.flatMap((base) => variants.map((variant) => ({ base, variant })));
const finite = (max: number): fc.Arbitrary<number> => fc.double({ min: -max, max, noNaN: true });

describe('reference values', () => {
  it.each(names)('of %s agree within 1e-9', (name) => {
    const cases = golden.filter(({ base }) => base === name);
    expect(cases.length).toBeGreaterThan(20);
    const wrong = cases.filter(({ x, p, c, xi, y, dydx, dydp, expectation, ...options }) => {
      const phi = createNoisyActivation(options as ActivationOptions<Base>);
      const d = phi.derivatives(x, p, c, xi);
      const computed = [phi.value(x, p, c, xi), d.x, d.p, phi.expectation(x, p, c)];
      const expected = [y, dydx, dydp, expectation];
      return !computed.every((each, i) => Math.abs(each - expected[i]!) < 1e-9);
    });
    expect(wrong).toEqual([]);
  });
});

function tanhUnit(variant: 'NAN' | 'NAH', alpha: number): NoisyActivation {
  return createNoisyActivation({ base: 'hardTanh', variant, alpha });
}

describe('numbers of the paper', () => {
  it('at x = 3, p = -0.8, c = 0.5, xi = -0.7', () => {
    const point = [3, -0.8, 0.5, -0.7] as const;
    expect(tanhUnit('NAN', 1).value(...point)).toBeCloseTo(1.03858267, 8);
    expect(tanhUnit('NAH', 1).value(...point)).toBeCloseTo(0.96141733, 8);
    expect(tanhUnit('NAH', 1).derivatives(...point).x).toBeCloseTo(-0.02598632, 8);
    expect(tanhUnit('NAH', 1.15).value(...point)).toBeCloseTo(0.73858267, 8);
    const sigmoidUnit = createNoisyActivation({ base: 'hardSigmoid', variant: 'NAH' });
    expect(sigmoidUnit.value(6, -0.8, 0.5, -0.7)).toBeCloseTo(0.98736839, 8);
  });

  it('scale: never above c / 4, and close to it far out', () => {
    const phi = tanhUnit('NAN', 1);
    for (const c of [0.05, 0.15, 0.25, 0.5, 30]) {
      expect(phi.standardDeviation(1000, 1, c)).toBeCloseTo(c / 4, 12);
    }
    fc.assert(
      fc.property(finite(100), finite(10), (x, p) => phi.standardDeviation(x, p, 0.5) <= 0.125),
      { seed: 1 },
    );
  });

  it('gradient: its noisy part peaks at |p Delta| = 1.317 with 0.0962 c |p|', () => {
    const phi = tanhUnit('NAN', 1);
    const slope = (delta: number): number => Math.abs(phi.derivatives(1 + delta, 1, 1, 1).x);
    expect(slope(1.317)).toBeCloseTo(0.0962, 4);
    for (const delta of [0.5, 1.2, 1.45, 4]) expect(slope(delta)).toBeLessThan(slope(1.317));
  });

  it('alpha > 1: the mean crosses zero at alpha / (alpha - 1), the gate at 42 for 1.1', () => {
    for (const alpha of [1.05, 1.1, 1.15, 1.2]) {
      expect(tanhUnit('NAN', alpha).expectation(alpha / (alpha - 1), 1, 0.5)).toBeCloseTo(0, 12);
    }
    const gate = createNoisyActivation({ base: 'hardSigmoid', variant: 'NAN', alpha: 1.1 });
    expect(gate.expectation(42, 1, 0.5)).toBeCloseTo(0, 12);
  });

  it('half-normal mean: sqrt(2 / pi)', () => {
    expect(halfNormalMean).toBeCloseTo(0.7978845608, 10);
  });

  it('example of the documentation', () => {
    const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAH', alpha: 1.15 });
    expect(phi.value(3, -0.8, 0.5, -0.7).toFixed(6)).toBe('0.738583');
    expect(phi.expectation(3, -0.8, 0.5).toFixed(6)).toBe('0.743978');
  });
});

describe('direction of the noise', () => {
  it.each([
    [1, 3, -1],
    [1, -3, 1],
    [0.9, 3, -1],
    [0.9, -3, 1],
    [1.15, 3, 1],
    [1.15, -3, -1],
  ])('alpha = %d at x = %d is %d', (alpha, x, direction) => {
    const mean = createNoisyActivation({ variant: 'NAN', alpha }).expectation(x, 1, 0.5);
    for (const variant of ['NAN', 'NAH'] as const) {
      const phi = createNoisyActivation({ variant, alpha });
      expect(Math.sign(phi.value(x, 1, 0.5, 1.3) - mean)).toBe(direction);
      expect(Math.sign(phi.value(x, 1, 0.5, -1.3) - mean)).toBe(variant === 'NAN' ? -direction : direction);
    }
  });

  it('counts 0 as positive, of either sign', () => {
    const offset: Base = { h: () => 1, dh: () => 0, u: () => 0, du: () => 0 };
    const phi = createNoisyActivation({ base: offset, variant: 'NAH' });
    expect(phi.value(0, 1, 0.5, 1)).toBeLessThan(1);
    expect(phi.value(-0, 1, 0.5, 1)).toBe(phi.value(0, 1, 0.5, 1));
    expect(phi.value(-1e-300, 1, 0.5, 1)).toBeGreaterThan(1);
  });
});

describe('p', () => {
  it.each(names)('counts only by its size in NAN and NAH of %s', (base) => {
    for (const variant of ['NAN', 'NAH'] as const) {
      const phi = createNoisyActivation({ base, variant, alpha: 1.1 });
      fc.assert(
        fc.property(finite(6), finite(3), finite(3), (x, p, xi) => {
          expect(phi.value(x, -p, 0.5, xi)).toBeCloseTo(phi.value(x, p, 0.5, xi), 14);
          expect(phi.derivatives(x, -p, 0.5, xi).p).toBeCloseTo(-phi.derivatives(x, p, 0.5, xi).p, 14);
        }),
        { seed: 2, numRuns: 30 },
      );
    }
  });

  it.each(['NAN', 'NAH', 'NANIL'] as const)(
    '= 0 is a unit without noise and without gradient in %s',
    (variant) => {
      const phi = createNoisyActivation({ variant });
      fc.assert(
        fc.property(finite(6), finite(3), (x, xi) => {
          expect(phi.value(x, 0, 0.5, xi)).toBe(bases.hardTanh.h(x));
          expect(Math.abs(phi.derivatives(x, 0, 0.5, xi).p)).toBe(0);
        }),
        { seed: 3 },
      );
    },
  );
});

describe('expectation', () => {
  const draws = fillNormals([11, 0], 0, new Float64Array(20_000));
  it.each(
    (['NAN', 'NAH'] as const).flatMap((variant) =>
      [0.9, 1, 1.15].flatMap((alpha) => names.map((base) => ({ base, variant, alpha }))),
    ),
  )('is the mean of the value in $variant of $base with alpha $alpha', (options) => {
    const phi = createNoisyActivation(options);
    for (const x of [-4, 3]) {
      const mean = draws.reduce((sum, xi) => sum + phi.value(x, 1.5, 0.5, xi), 0) / draws.length;
      const standardError = phi.standardDeviation(x, 1.5, 0.5) / Math.sqrt(draws.length);
      expect(Math.abs(mean - phi.expectation(x, 1.5, 0.5))).toBeLessThan(4 * standardError);
    }
  });

  it.each(['none', 'NANI', 'NANIL', 'NANIS'] as const)('is h(x) in %s', (variant) => {
    const phi = createNoisyActivation({ base: 'tanh', variant, alpha: 1.15 });
    for (const x of [-3, -0.2, 0, 1, 5]) {
      expect(phi.expectation(x, 0.7, 0.5)).toBe(Math.tanh(x));
      expect(phi.expectationDerivatives(x, 0.7, 0.5)).toEqual({ x: bases.tanh.dh(x), p: 0, c: 0 });
    }
  });
});

describe('boundaries', () => {
  const hard = ['hardSigmoid', 'hardTanh', 'kerasHardSigmoid'] as const;

  it.each(hard)('%s at exactly its threshold has no noise and the slope of the linear side', (base) => {
    const { threshold, h, du } = bases[base];
    for (const x of [threshold!, -threshold!]) {
      for (const variant of ['none', 'NAN', 'NAH'] as const) {
        const phi = createNoisyActivation({ base, variant, alpha: 1 });
        expect(phi.value(x, 0.8, 0.5, 1.2)).toBe(h(x));
        expect(phi.derivatives(x, 0.8, 0.5, 1.2).x).toBe(du(x));
        expect(Math.abs(phi.derivatives(x, 0.8, 0.5, 1.2).p)).toBe(0);
      }
    }
  });

  it.each(names)('NANIS of %s begins at exactly the threshold', (base) => {
    const { threshold, h } = bases[base];
    const phi = createNoisyActivation({ base, variant: 'NANIS' });
    for (const sign of [1, -1]) {
      const x = sign * threshold!;
      expect(phi.value(x, 1, 0.25, -sign)).toBe(h(x - sign * 0.25));
      expect(phi.standardDeviation(x, 1, 0.25)).toBe(0.25);
      const before = x * (1 - Number.EPSILON);
      expect(phi.value(before, 1, 0.25, -sign)).toBe(h(before));
      expect(phi.standardDeviation(before, 1, 0.25)).toBe(0);
    }
  });

  it('output clip keeps the derivative at the bound and drops it beyond', () => {
    const phi = createNoisyActivation({ variant: 'NAN', alpha: 0.5, clip: true });
    expect([phi.value(1, 1, 0, 0), phi.derivatives(1, 1, 0, 0).x]).toEqual([1, 1]);
    expect([phi.value(1.5, 1, 0.5, 0), phi.value(-1.5, 1, 0.5, 0)]).toEqual([1, -1]);
    expect(phi.derivatives(1.5, 1, 0.5, 0.1)).toEqual({ x: 0, p: 0, c: 0 });
    expect(phi.expectation(1.5, 1, 0.5)).toBe(1);
    expect(phi.expectationDerivatives(-1.5, 1, 0.5)).toEqual({ x: 0, p: 0, c: 0 });
  });

  it.each(all)('$variant of $base stays in the range with output clip', (options) => {
    const phi = createNoisyActivation({ ...options, alpha: 1.15, clip: true });
    const [min, max] = bases[options.base].range!;
    const inRange = (y: number): boolean => y >= min && y <= max;
    fc.assert(
      fc.property(finite(60), finite(2), finite(4), (x, p, xi) => {
        expect(inRange(phi.value(x, p, 30, xi)) && inRange(phi.expectation(x, p, 30))).toBe(true);
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

describe.each([
  ...all.map((each) => ({ ...each, form: 'equation9' as const })),
  ...names.map((base) => ({ base, variant: 'NANIL' as const, form: 'authors' as const })),
])('extremes of $variant, $form, of $base', (options) => {
  const phi = createNoisyActivation({ ...options, alpha: 1.15 });

  it('are finite', () => {
    for (const x of [1e30, 1e-30, 0, -0, -1e-30, -1e30]) {
      for (const p of [1e30, 1, 1e-30, 0, -1, -1e30]) {
        for (const xi of [-5.29, -1e-7, 0, 1e-7, 5.29]) {
          const { x: dx, p: dp, c: dc } = phi.derivatives(x, p, 0.5, xi);
          const mean = phi.expectationDerivatives(x, p, 0.5);
          const computed = [phi.value(x, p, 0.5, xi), dx, dp, dc, phi.expectation(x, p, 0.5)];
          computed.push(mean.x, mean.p, mean.c, phi.standardDeviation(x, p, 0.5));
          expect(computed.filter((each) => !Number.isFinite(each))).toEqual([]);
        }
      }
    }
  });

  it('are NaN where x is NaN', () => {
    expect(phi.value(Number.NaN, 1, 0.5, 1)).toBeNaN();
    expect(phi.expectation(Number.NaN, 1, 0.5)).toBeNaN();
    const clipped = createNoisyActivation({ ...options, clip: true });
    expect(clipped.value(Number.NaN, 1, 0.5, 1)).toBeNaN();
  });
});

describe('errors', () => {
  const phi = createNoisyActivation();

  it('of options name the function', () => {
    expect(() => createNoisyActivation({ alpha: Infinity })).toThrow(
      'createNoisyActivation: alpha must be a finite number, got Infinity.',
    );
    expect(() => createNoisyActivation({ alpha: Infinity })).toThrow(InvalidArgumentError);
    const misspelt: object = { base: 'tanh', varient: 'NAH' };
    expect(() => createNoisyActivation(misspelt)).toThrow(
      'createNoisyActivation: options must hold only base, variant, alpha, form, clip, got "varient".',
    );
  });

  it.each([
    ['value', (p: number, c: number) => phi.value(0, p, c, 0)],
    ['derivatives', (p: number, c: number) => phi.derivatives(0, p, c, 0)],
    ['expectation', (p: number, c: number) => phi.expectation(0, p, c)],
    ['expectationDerivatives', (p: number, c: number) => phi.expectationDerivatives(0, p, c)],
    ['standardDeviation', (p: number, c: number) => phi.standardDeviation(0, p, c)],
  ])('of %s name the method and the parameter', (method, call) => {
    const where = `NoisyActivation.${method}`;
    expect(() => call(Number.NaN, 1)).toThrow(`${where}: p must be a finite number, got NaN.`);
    expect(() => call(1, Infinity)).toThrow(
      `${where}: c must be a finite number of at least 0, got Infinity.`,
    );
    expect(() => call(1, -0.5)).toThrow(`${where}: c must be a finite number of at least 0, got -0.5.`);
  });
});
