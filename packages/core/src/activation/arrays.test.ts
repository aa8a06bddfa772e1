import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors.ts';
import { fillNormals } from '../noise/normal.ts';
import {
  activate,
  activateExpected,
  activateExpectedGradients,
  activateGradients,
  type ArrayParameters,
} from './arrays.ts';
import { createNoisyActivation } from './noisy-activation.ts';
import { variants } from './options.ts';

const units = 5;
const rows = 4;
const normals = (stream: number, n: number, scale = 1): Float32Array =>
  fillNormals([5, 0], stream, new Float32Array(n)).map((each) => scale * each);
const x = normals(0, rows * units, 3);
const xi = normals(1, rows * units);
const dy = normals(2, rows * units);
const perUnit = normals(3, units);
const c = 0.7;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

describe.each(variants)('arrays of %s', (variant) => {
  const phi = createNoisyActivation({ base: 'tanh', variant, alpha: 1.1 });

  it.each([
    ['one p', 0.9],
    ['one p per unit', perUnit],
  ])('equal the scalar form, with %s', (_what, p) => {
    const slope = (e: number): number => (typeof p === 'number' ? p : p[e % units]!);
    const values = activate(phi, x, { p, c }, xi);
    const expected = activateExpected(phi, x, { p, c });
    expect(values).toEqual(x.map((each, e) => phi.value(each, slope(e), c, xi[e]!)));
    expect(expected).toEqual(x.map((each, e) => phi.expectation(each, slope(e), c)));
  });

  it.each([
    ['one p', 0.9],
    ['one p per unit', perUnit],
  ])('have gradients that are sums of scalar derivatives, with %s', (_what, p) => {
    const slopes = typeof p === 'number' ? [p] : [...p];
    const terms = Array.from(x, (each, e) => {
      const unit = e % slopes.length;
      return {
        unit,
        dy: dy[e]!,
        training: phi.derivatives(each, slopes[unit]!, c, xi[e]!),
        expectation: phi.expectationDerivatives(each, slopes[unit]!, c),
      };
    });
    for (const [kind, gradients] of [
      ['training', activateGradients(phi, x, { p, c }, xi, dy)],
      ['expectation', activateExpectedGradients(phi, x, { p, c }, dy)],
    ] as const) {
      expect(gradients.x).toEqual(Float32Array.from(terms, (term) => term.dy * term[kind].x));
      expect(gradients.p).toHaveLength(slopes.length);
      slopes.forEach((_, unit) => {
        const own = terms.filter((term) => term.unit === unit);
        expect(gradients.p[unit]).toBeCloseTo(sum(own.map((term) => term.dy * term[kind].p)), 6);
      });
      expect(gradients.c).toBeCloseTo(sum(terms.map((term) => term.dy * term[kind].c)), 12);
    }
  });
});

describe('arrays', () => {
  const phi = createNoisyActivation({ base: 'hardTanh', variant: 'NAH' });

  it('give what the example says', () => {
    const y = activate(
      phi,
      Float32Array.of(0.5, 3, 3, 0.5),
      { p: Float32Array.of(1, -0.8), c: 0.5 },
      Float32Array.of(1.2, -0.7, 0.7, 0.1),
    );
    expect(Array.from(y, (each) => each.toFixed(4))).toEqual(['0.5000', '0.9614', '0.9492', '0.5000']);
  });

  it('may be empty', () => {
    const none = new Float32Array(0);
    expect(activate(phi, none, { p: 1, c }, none)).toEqual(none);
    expect(activateGradients(phi, none, { p: perUnit, c }, none, none)).toEqual({
      x: none,
      p: new Float32Array(units),
      c: 0,
    });
  });

  it('leave their arguments as they were', () => {
    const before = [x, xi, dy, perUnit].map((each) => each.slice());
    activateGradients(phi, x, { p: perUnit, c }, xi, dy);
    expect([x, xi, dy, perUnit]).toEqual(before);
  });
});

describe('errors of arrays', () => {
  const phi = createNoisyActivation();
  const short = new Float32Array(3);
  const call = {
    activate: (p: number | Float32Array, c: number) => activate(phi, x, { p, c }, xi),
    activateExpected: (p: number | Float32Array, c: number) => activateExpected(phi, x, { p, c }),
    activateGradients: (p: number | Float32Array, c: number) => activateGradients(phi, x, { p, c }, xi, dy),
    activateExpectedGradients: (p: number | Float32Array, c: number) =>
      activateExpectedGradients(phi, x, { p, c }, dy),
  };

  it.each(Object.entries(call))('%s names itself, the parameter and the unit', (where, act) => {
    const finite = 'must be a finite number, got NaN.';
    expect(() => act(1, Number.NaN)).toThrow(`${where}: c must be a finite number of at least 0, got NaN.`);
    expect(() => act(1, -1)).toThrow(`${where}: c must be a finite number of at least 0, got -1.`);
    expect(() => act(Number.NaN, 1)).toThrow(`${where}: p ${finite}`);
    expect(() => act(Float32Array.of(1, Number.NaN), 1)).toThrow(`${where}: p[1] ${finite}`);
    const rule = 'p must have a length that divides the 20 elements of x';
    expect(() => act(short, 1)).toThrow(`${where}: ${rule}, got Float32Array of 3 elements.`);
    expect(() => act(new Float32Array(0), 1)).toThrow(`${where}: ${rule}, got Float32Array of 0 elements.`);
  });

  it('name parameters that are missing or misspelt', () => {
    const untyped = (parameters?: object): unknown => activate(phi, x, parameters as ArrayParameters, xi);
    expect(() => untyped()).toThrow('activate: parameters must be an object, got undefined.');
    expect(() => untyped({ p: 1, C: 1 })).toThrow('activate: parameters must hold only p, c, got "C".');
  });

  it('name the array whose length does not fit', () => {
    const rule = 'must have the 20 elements of x, got Float32Array of 3 elements.';
    expect(() => activate(phi, x, { p: 1, c }, short)).toThrow(`activate: xi ${rule}`);
    expect(() => activateGradients(phi, x, { p: 1, c }, short, dy)).toThrow(`activateGradients: xi ${rule}`);
    expect(() => activateGradients(phi, x, { p: 1, c }, xi, short)).toThrow(`activateGradients: dy ${rule}`);
    expect(() => activateExpectedGradients(phi, x, { p: 1, c }, short)).toThrow(
      `activateExpectedGradients: dy ${rule}`,
    );
    expect(() => activate(phi, x, { p: 1, c }, short)).toThrow(InvalidArgumentError);
  });
});
