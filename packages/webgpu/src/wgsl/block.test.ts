import type { Product } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { blockOf } from './block.ts';

const matrix = { buffer: 0, offset: 0, block: 0, rowStride: 1, batchStride: 0 } as const;

function block(m: number, n: number, timesSteps: Product['timesSteps'] = null): string {
  const { rows, columns } = blockOf({
    kind: 'product',
    m,
    n,
    k: 200,
    batch: 1,
    timesSteps,
    transposeA: false,
    transposeB: false,
    a: matrix,
    b: matrix,
    c: matrix,
    accumulate: false,
    constantB: false,
  });
  return `${rows} x ${columns}`;
}

describe('blockOf', () => {
  it('is large where there is enough to do, and divides the rows and columns evenly', () => {
    expect(block(20, 800)).toBe('10 x 8');
    expect(block(20, 800, 'm')).toBe('10 x 8');
    expect(block(21, 800)).toBe('7 x 8');
  });

  it('is small where there are few sums', () => {
    expect(block(20, 200)).toBe('10 x 6');
    expect(block(1, 1)).toBe('1 x 1');
    expect(block(4, 16)).toBe('1 x 1');
  });
});
