import { describe, expect, it } from 'vitest';
import { type Computed, disagreements } from './agreement.ts';

const one = (value: number[], x: number[]): Computed => ({ f: { value, gradients: { x } } });
const expected = one([100, 0.5], [1e-3, 0]);

describe('disagreements', () => {
  it('are none within rounding', () => {
    expect(disagreements(expected, expected)).toEqual([]);
    expect(disagreements(one([100.001, 0.501], [1e-3, 9e-8]), expected)).toEqual([]);
  });

  it.each([
    ['a value', one([100, 0.503], [1e-3, 0]), 'f: '],
    ['a gradient', one([100, 0.5], [1e-3, 2e-7]), 'f, gradient in x: '],
    ['what is not a number', one([Number.NaN, 0.5], [1e-3, 0]), 'f: NaN apart'],
    ['a missing number', one([100], [1e-3, 0]), 'f: Infinity apart'],
    ['a missing gradient', { f: { value: [100, 0.5], gradients: {} } }, 'f, gradient in x: Infinity apart'],
  ])('name %s', (_what, actual, line) => {
    expect(disagreements(actual, expected)).toEqual([expect.stringContaining(line)]);
  });

  it('name everything of a computation that is missing', () => {
    expect(disagreements({}, expected)).toHaveLength(2);
  });
});
