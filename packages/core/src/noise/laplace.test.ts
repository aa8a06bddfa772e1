import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors.ts';
import { fillLaplaces } from './laplace.ts';
import { fillUniforms } from './normal.ts';

const n = 100_000;
const xi = fillLaplaces([2024, 0], 0, new Float64Array(n));
const share = (holds: (each: number) => boolean): number => xi.filter(holds).length / n;

describe('fillLaplaces', () => {
  it('gives back the uniforms through the distribution function', () => {
    const uniforms = fillUniforms([2024, 0], 0, new Float64Array(n));
    const distribution = (x: number): number =>
      x < 0 ? Math.exp(Math.SQRT2 * x) / 2 : 1 - Math.exp(-Math.SQRT2 * x) / 2;
    xi.forEach((each, e) => expect(2 * distribution(each) - 1).toBeCloseTo(uniforms[e]!, 12));
  });

  it('has mean 0, variance 1, and the tails of the distribution', () => {
    const moment = (power: number): number => xi.reduce((sum, each) => sum + each ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(4) - 6)).toBeLessThan(1);
    expect(share((each) => each > 0)).toBeCloseTo(0.5, 2);
    expect(share((each) => Math.abs(each) > 3)).toBeCloseTo(Math.exp(-3 * Math.SQRT2), 2);
    expect(Math.max(...xi.map(Math.abs))).toBeLessThan(11.2732);
  });

  it('rounds to float32 what it gives in float64, and returns its argument', () => {
    const out = new Float32Array(999);
    expect(fillLaplaces([2024, 0], 0, out)).toBe(out);
    expect(out).toEqual(Float32Array.from(xi.subarray(0, 999)));
  });

  it('refuses a wrong key and leaves the array as it was', () => {
    const out = new Float32Array(2);
    expect(() => fillLaplaces([1, -1], 0, out)).toThrow(InvalidArgumentError);
    expect([...out]).toEqual([0, 0]);
  });
});
