import { describe, expect, it } from 'vitest';
import type { Base } from '../bases/base.ts';
import { createNoisyActivation } from './noisy-activation.ts';
import type { ActivationOptions } from './options.ts';

/** Softsign, a base of the caller's own. */
const softsign: Base = {
  h: (x) => x / (1 + Math.abs(x)),
  dh: (x) => 1 / (1 + Math.abs(x)) ** 2,
  u: (x) => x,
  du: () => 1,
  threshold: 1,
};

function value(options: ActivationOptions<Base>): number {
  return createNoisyActivation({ base: softsign, ...options }).value(3, 2, 0.5, -1.5);
}

describe("the caller's own base", () => {
  it('follows the formulas by hand', () => {
    const sigma = 0.5 * (1 / (1 + Math.exp(-2 * (0.75 - 3))) - 0.5) ** 2;
    const authors = 0.5 * Math.log(1 + Math.exp((2 * 2.25) / (1.5 + 1e-10)));
    const mixed = 0.9 * 0.75 + 0.1 * 3;
    expect(value({ variant: 'none' })).toBe(0.75);
    expect(value({ variant: 'NAN', alpha: 0.9 })).toBeCloseTo(mixed + 1.5 * sigma, 14);
    expect(value({ variant: 'NAH', alpha: 0.9 })).toBeCloseTo(mixed - 1.5 * sigma, 14);
    expect(value({ variant: 'NANI' })).toBeCloseTo(2.25 / 3.25, 14);
    expect(value({ variant: 'NANIS' })).toBeCloseTo(2.25 / 3.25, 14);
    expect(value({ variant: 'NANIL' })).toBeCloseTo((3 - 1.5 * sigma) / (4 - 1.5 * sigma), 14);
    const pushed = 3 - 1.5 * authors;
    expect(value({ variant: 'NANIL', form: 'authors' })).toBeCloseTo(pushed / (1 + Math.abs(pushed)), 14);
  });
});

function deviation(options: ActivationOptions<Base>, x: number): number {
  return createNoisyActivation(options).standardDeviation(x, -0.8, 0.5);
}

describe('standardDeviation', () => {
  it('is the scale of each variant', () => {
    const learned = 0.5 * (1 / (1 + Math.exp(-1.6)) - 0.5) ** 2;
    for (const variant of ['NAN', 'NAH', 'NANIL'] as const) {
      expect(deviation({ variant }, 3)).toBeCloseTo(learned, 14);
    }
    expect(deviation({ variant: 'none' }, 3)).toBe(0);
    expect(deviation({ variant: 'NANI' }, 3)).toBe(0.5);
    expect(deviation({ variant: 'NANIS' }, 3)).toBe(0.5);
    const authors = 0.5 * Math.log(1 + Math.exp(-1.6));
    expect(deviation({ variant: 'NANIL', form: 'authors' }, 3)).toBeCloseTo(authors, 9);
  });

  it("of the authors' form is c ln 2 in the linear regime, that of equation 9 is 0", () => {
    expect(deviation({ variant: 'NANIL', form: 'authors' }, 0.5)).toBeCloseTo(0.5 * Math.LN2, 14);
    expect(deviation({ variant: 'NANIL', form: 'equation9' }, 0.5)).toBe(0);
  });
});
