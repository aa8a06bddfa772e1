import { describe, expect, it } from 'vitest';
import { targetValues, values } from './values.ts';
import type { ModelWorkload } from './workload.ts';
import { smokeWorkloads } from './workloads.ts';

describe('values', () => {
  it('are the numbers that worker.py computes', () => {
    expect([...values(4, 1, 1)].map((value) => value.toFixed(5))).toEqual([
      '0.09241',
      '-0.49583',
      '0.35669',
      '0.40500',
    ]);
  });

  it('are spread evenly over the whole range', () => {
    const drawn = values(10_000, 201, 2);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(drawn.every((value) => Math.abs(value) <= 2)).toBe(true);
    expect(Math.max(...drawn)).toBeGreaterThan(1.99);
    expect(Math.min(...drawn)).toBeLessThan(-1.99);
  });
});

describe('targetValues', () => {
  it('are classes, all of them used', () => {
    const workload = { ...(smokeWorkloads[0] as ModelWorkload), batch: 20 };
    const targets = targetValues(workload);
    expect(targets).toHaveLength(workload.batch * workload.time);
    expect(new Set(targets)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});
