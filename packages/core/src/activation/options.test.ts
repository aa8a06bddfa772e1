import { describe, expect, it } from 'vitest';
import type { Base } from '../bases/base.ts';
import { bases } from '../bases/bases.ts';
import { InvalidArgumentError } from '../errors.ts';
import { type ActivationOptions, defaultNoiseScale, resolveActivation, variants } from './options.ts';

const { h, dh, u, du } = bases.tanh;
const resolve = (options: object): unknown =>
  resolveActivation('f', bases, options as ActivationOptions<Base>);

describe('resolveActivation', () => {
  it('fills in defaults', () => {
    expect(resolve({})).toEqual({
      base: bases.hardTanh,
      variant: 'NAH',
      alpha: 1,
      form: 'equation9',
      clipRange: null,
    });
  });

  it('keeps what is given and looks the base up among the named', () => {
    const named = { ...bases, tanh: { ...bases.tanh, range: [-2, 2] as const } };
    const options = { base: 'tanh', variant: 'NANIL', alpha: 0, form: 'authors', clip: true } as const;
    const resolved = resolveActivation('f', named, options);
    expect(resolved).toEqual({
      base: named.tanh,
      variant: 'NANIL',
      alpha: 0,
      form: 'authors',
      clipRange: [-2, 2],
    });
  });

  it("takes the caller's own base, which needs threshold and range only where they are used", () => {
    const own = { h, dh, u, du };
    expect(resolve({ base: own, variant: 'NAH' })).toMatchObject({ base: own });
    expect(resolve({ base: { ...own, threshold: 1.5 }, variant: 'NANIS' })).toMatchObject({
      clipRange: null,
    });
    expect(resolve({ base: { ...own, range: [-3, 3] }, clip: true })).toMatchObject({ clipRange: [-3, 3] });
  });

  it('asks for the functions that the named bases have', () => {
    const line = { h, u, threshold: 1 };
    const named = { sigmoid: line, tanh: line, hardSigmoid: line, hardTanh: line, kerasHardSigmoid: line };
    const own = { h: Math.sin, u, threshold: 2 };
    expect(resolveActivation('f', named, { base: own }).base).toBe(own);
    const act = (): unknown => resolveActivation('f', named, { base: { h } as typeof own });
    expect(act).toThrow('an object with the functions h, u, got {"h":"function tanh"}.');
  });

  it.each<[object, string]>([
    [
      { base: 'softsign' },
      'base must be one of "sigmoid", "tanh", "hardSigmoid", "hardTanh", "kerasHardSigmoid", got "softsign".',
    ],
    [{ base: 'toString' }, 'got "toString".'],
    [
      { base: { h, dh } },
      'base must be the name of a base or an object with the functions h, dh, u, du, got {"h":"function tanh","dh":"function dh"}.',
    ],
    [{ base: null }, 'functions h, dh, u, du, got null.'],
    [{ base: h }, 'functions h, dh, u, du, got function tanh.'],
    [{ varient: 'NAH' }, 'options must hold only base, variant, alpha, form, clip, got "varient".'],
    [[], 'options must be an object, got [].'],
    [{ variant: 'nah' }, 'variant must be one of "none", "NAN", "NAH", "NANI", "NANIL", "NANIS", got "nah".'],
    [{ form: 'paper' }, 'form must be one of "equation9", "authors", got "paper".'],
    [{ alpha: Number.NaN }, 'alpha must be a finite number, got NaN.'],
    [{ alpha: '1' }, 'alpha must be a finite number, got "1".'],
    ...[undefined, 0, -1, Infinity, Number.NaN].map((threshold): [object, string] => [
      { base: { h, dh, u, du, threshold }, variant: 'NANIS' },
      `base.threshold must be a finite number above 0 for the variant "NANIS", got ${threshold}.`,
    ]),
    [
      { base: { h, dh, u, du }, clip: true },
      'base.range must be [min, max] with min < max for output clip, got undefined.',
    ],
    [{ base: { h, dh, u, du, range: [1, 1] }, clip: true }, 'base.range must be'],
    [{ base: { h, dh, u, du, range: [Number.NaN, 1] }, clip: true }, 'got ["NaN",1].'],
  ])('refuses %o', (options, message) => {
    expect(() => resolve(options)).toThrow(InvalidArgumentError);
    expect(() => resolve(options)).toThrow(message);
    expect(() => resolve(options)).toThrow(/^f: /);
  });
});

describe('defaultNoiseScale', () => {
  it('has the values of the paper and of the authors', () => {
    expect(variants.map((variant) => defaultNoiseScale[variant])).toEqual([0, 0.5, 0.5, 0.05, 0.5, 0.25]);
  });
});
