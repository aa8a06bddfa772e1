import { describe, expect, it } from 'vitest';
import { fastestThreads, type Measurement, median } from './measurement.ts';

describe('median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 100], 5],
    [[4, 1, 2, 100], 3],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('fastestThreads', () => {
  it('keeps one measurement of each implementation on each backend', () => {
    const one: Measurement = {
      workload: 'w',
      implementation: 'pytorch',
      backend: 'native',
      threads: 1,
      msPerStep: 5,
      gflops: 1,
      peakBytes: 1,
    };
    const two = { ...one, threads: 2, msPerStep: 4 };
    const other = { ...one, workload: 'v', threads: 2, msPerStep: 9 };
    const another = { ...one, implementation: 'jax-js', msPerStep: 1 } as const;
    expect(fastestThreads([one, two, other, another])).toEqual([two, other, another]);
  });
});
