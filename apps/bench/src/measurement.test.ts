import { describe, expect, it } from 'vitest';
import { median } from './measurement.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 100], 5],
    [[4, 1, 2, 100], 3],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
