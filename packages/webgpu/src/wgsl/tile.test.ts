import type { Product } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileOf } from './tile.ts';

const matrix = { buffer: 0, offset: 0, block: 0, rowStride: 1, batchStride: 0 } as const;
const size = fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 5000 }));

describe('tileOf', () => {
  it('fits the threads and the workgroup memory that every device has', () => {
    const shapes = fc.record({ m: size, n: size, k: size, timesSteps: fc.constantFrom(null, 'm', 'k') });
    const property = fc.property(shapes, (shape) => {
      const product: Product = {
        kind: 'product',
        ...shape,
        batch: 1,
        transposeA: false,
        transposeB: false,
        a: matrix,
        b: matrix,
        c: matrix,
        accumulate: false,
        constantB: false,
      };
      const { rows, columns, down, across, split, depth } = tileOf(product);
      const threads = down * across * split;
      const values =
        depth * (rows * down + columns * across + 2) + (split > 1 ? threads * rows * columns : 0);
      expect(Number.isInteger(split) && split > 0 && Number.isInteger(depth) && depth > 0).toBe(true);
      expect(threads).toBeLessThanOrEqual(256);
      expect(4 * values).toBeLessThanOrEqual(16_384);
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });
});
