import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/golden/noise.json' with { type: 'json' };
import { InvalidArgumentError } from '../errors.ts';
import { erfinv, fillNormals, fillUniforms, normalFromWord, uniformFromWord } from './normal.ts';
import { threefry2x32, type Words } from './threefry.ts';

const edge = 1 - 2 ** -24;

/** erf by its series of positive terms, `2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!`: no cancellation. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfinv of v in (0, 1) by Newton's method from 0, which rises to the root because erf is concave. */
function exactErfinv(v: number): number {
  let x = 0;
  for (let i = 0; i < 40; i++) x += ((v - erf(x)) * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
  return x;
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe('erfinv', () => {
  it('is within 2e-7 of the exact value up to 1 - 2^-24', () => {
    expect(exactErfinv(erf(0.75))).toBeCloseTo(0.75, 14);
    const middle = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const halves = Array.from({ length: 24 }, (_, i) => 2 ** -(i + 1));
    const points = [...middle, ...halves, ...halves.map((each) => 1 - each)];
    expect(Math.max(...points)).toBe(edge);
    const worst = Math.max(...points.map((v) => Math.abs(erfinv(v) / exactErfinv(v) - 1)));
    expect(worst).toBeLessThan(2e-7);
  });

  it('is odd and rises, also across the seam of its two polynomials', () => {
    const v = fc.double({ min: -edge, max: edge, noNaN: true });
    fc.assert(
      fc.property(v, (each) => {
        expect(erfinv(-each)).toBe(-erfinv(each));
      }),
      { seed: 1 },
    );
    const seam = Math.sqrt(1 - Math.exp(-5));
    for (const at of [0, 0.5, seam, 0.999, 1 - 2 ** -20]) {
      expect(erfinv(at + 2 ** -23)).toBeGreaterThan(erfinv(at));
    }
  });
});

describe('uniformFromWord', () => {
  it('is exact in float32, inside (-1, 1), symmetric and never 0', () => {
    expect([uniformFromWord(0), uniformFromWord(0xffffffff)]).toEqual([2 ** -23 - 1, 1 - 2 ** -23]);
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), (word) => {
        const v = uniformFromWord(word);
        expect(Math.fround(v)).toBe(v);
        expect(uniformFromWord(~word >>> 0)).toBe(-v);
        expect(Math.abs(v)).toBeGreaterThanOrEqual(2 ** -23);
      }),
      { seed: 2 },
    );
  });
});

describe('normalFromWord', () => {
  it('is bounded by the normal that belongs to the last uniform', () => {
    expect(normalFromWord(0xffffffff)).toBeCloseTo(5.294704, 5);
    expect(normalFromWord(0)).toBe(-normalFromWord(0xffffffff));
  });
});

describe('fillNormals', () => {
  it.each(golden.normal)('gives the reference normals of stream $stream', ({ key, stream, z }) => {
    const normals = fillNormals(key as [number, number], stream, new Float64Array(z.length));
    normals.forEach((each, e) => expect(Math.abs(each - z[e]!)).toBeLessThan(2e-6));
  });

  it('takes word e & 1 of block e >> 1 and does not depend on the length', () => {
    const key = [3, 4] as const;
    const words = [0, 1, 2].flatMap((block) => threefry2x32(key, [block, 5]));
    for (const length of [0, 1, 2, 5, 6]) {
      const expected = words.slice(0, length);
      expect([...fillNormals(key, 5, new Float64Array(length))]).toEqual(expected.map(normalFromWord));
      expect([...fillUniforms(key, 5, new Float32Array(length))]).toEqual(expected.map(uniformFromWord));
    }
  });

  it('rounds to float32 what it gives in float64, and returns its argument', () => {
    const out = new Float32Array(999);
    expect(fillNormals([1, 2], 3, out)).toBe(out);
    expect(out).toEqual(Float32Array.from(fillNormals([1, 2], 3, new Float64Array(999))));
  });

  it.each([
    [[1, -1], 0, /key\[1\] must be .* got -1\./],
    [[1, 2, 3], 0, /key must be an array of two .* got \[1,2,3\]\./],
    [[1, 2], 2 ** 32, /stream must be .* got 4294967296\./],
    [[1, 2], 0.5, /stream must be .* got 0\.5\./],
  ])('refuses key %o with stream %d and leaves the array as it was', (key, stream, message) => {
    for (const fill of [fillNormals, fillUniforms]) {
      const out = new Float32Array(4);
      const act = (): unknown => fill(key as unknown as Words, stream, out);
      expect(act).toThrow(InvalidArgumentError);
      expect(act).toThrow(message);
      expect([...out]).toEqual([0, 0, 0, 0]);
    }
  });
});

describe('statistics of 100000 normals', () => {
  const n = 100_000;
  const draw = (key: Words, stream: number): Float64Array => fillNormals(key, stream, new Float64Array(n));
  const z = draw([2024, 0], 0);
  const beyond = (limit: number): number => mean(z.map((each) => (Math.abs(each) > limit ? 1 : 0)));
  const moment = (power: number): number => mean(z.map((each) => each ** power));
  const correlation = (other: Float64Array, lag = 0): number =>
    mean(z.subarray(lag).map((each, e) => each * other[e]!));

  it('have the moments and the tails of a standard normal', () => {
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.025);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.008);
    expect(Math.abs(beyond(3) - 0.0027)).toBeLessThan(0.0009);
  });

  it('are uncorrelated with their neighbours, other streams and other keys', () => {
    for (const lag of [1, 2, 3]) expect(Math.abs(correlation(z, lag))).toBeLessThan(0.015);
    for (const other of [draw([2024, 0], 1), draw([2025, 0], 0), draw([2024, 1], 0)]) {
      expect(Math.abs(correlation(other))).toBeLessThan(0.015);
    }
  });
});
