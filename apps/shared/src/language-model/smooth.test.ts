import { describe, expect, it } from 'vitest';
import { smooth } from './smooth.ts';

describe('smooth', () => {
  it('takes the mean of the neighbours there are', () => {
    const points = [1, 3, 8, 2].map((value, i) => [10 * i, value] as const);
    expect(smooth(points, 1)).toEqual([
      [0, 2],
      [10, 4],
      [20, 13 / 3],
      [30, 5],
    ]);
  });

  it('changes nothing without neighbours', () => {
    const points = [
      [1, 4],
      [2, 8],
    ] as const;
    expect(smooth(points, 0)).toEqual(points);
    expect(smooth([], 3)).toEqual([]);
  });
});
