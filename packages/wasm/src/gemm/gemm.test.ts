import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { supportsRelaxed } from '../assembler/index.ts';
import { createHeap } from '../memory/heap.ts';
import { createCrew } from '../threads/crew.ts';
import { createGemm, type Factor, type GemmSizes, packedPanels, scratchBytes } from './gemm.ts';
import { packedBytes } from './pack.ts';

const builds = supportsRelaxed() ? [false, true] : [false];

interface Case extends GemmSizes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly gap: number;
  readonly accumulate: boolean;
  readonly packed: boolean;
}

const element = (values: Float32Array, base: number, factor: Factor, i: number, j: number): number =>
  values[base / 4 + (factor.transposed ? j * factor.rowStride + i : i * factor.rowStride + j)]!;

/** Multiplies random matrices and compares everything around and in C with a float64 product. */
function expectProduct(
  relaxed: boolean,
  { m, n, k, transposeA, transposeB, gap, accumulate, packed }: Case,
): void {
  const a = { at: 64, rowStride: (transposeA ? m : k) + gap, transposed: transposeA };
  const sizeA = 4 * a.rowStride * (transposeA ? k : m);
  const b = { at: a.at + sizeA, rowStride: (transposeB ? k : n) + gap, transposed: transposeB };
  const sizeB = 4 * b.rowStride * (transposeB ? n : k);
  const c = { at: b.at + sizeB + 32, rowStride: n + gap };
  const sizeC = 4 * c.rowStride * m;
  const panelsAt = c.at + sizeC + 32;
  const scratch = panelsAt + (packed ? packedBytes(k, n) : 0);
  const bytes = scratch + scratchBytes({ m, n, k }, transposeA) + 64;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const values = new Float32Array(memory.buffer);
  values.forEach((_, i) => (values[i] = Math.sin(i * i) + 0.1));
  const expected = values.slice();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const at = c.at / 4 + i * c.rowStride + j;
      let sum = accumulate ? values[at]! : 0;
      for (let p = 0; p < k; p++) sum += element(values, a.at, a, i, p) * element(values, b.at, b, p, j);
      expected[at] = sum;
    }
  }
  const crew = createCrew(createHeap(memory));
  const gemm = createGemm(crew, { relaxed });
  if (packed) crew.run([gemm.pack(b, panelsAt, k, n)]);
  const factor = packed ? packedPanels(panelsAt, k) : b;
  crew.run([gemm.multiply(a, factor, c, { m, n, k }, accumulate, scratch)]);
  const inC = (i: number): boolean => {
    const [row, column] = [Math.floor((i - c.at / 4) / c.rowStride), (i - c.at / 4) % c.rowStride];
    return i >= c.at / 4 && row < m && column < n;
  };
  let worst = 0;
  let changed = 0;
  for (let i = 0; i < panelsAt / 4; i++) {
    if (inC(i)) worst = Math.max(worst, Math.abs(values[i]! - expected[i]!));
    else if (values[i] !== expected[i]) changed++;
  }
  expect(changed).toBe(0);
  expect(worst).toBeLessThan(1e-6 * Math.sqrt(k) * 4 + 1e-7);
}

describe.each(builds)('gemm (relaxed: %s)', (relaxed) => {
  it('agrees with a float64 product for sizes, strides and transposes of any kind, and writes only C', () => {
    const size = fc.integer({ min: 1, max: 70 });
    const flag = fc.boolean();
    const cases = fc.record({
      m: size,
      n: size,
      k: fc.integer({ min: 0, max: 70 }),
      transposeA: flag,
      transposeB: flag,
      gap: fc.integer({ min: 0, max: 5 }),
      accumulate: flag,
      packed: flag,
    });
    fc.assert(
      fc.property(cases, (each) => expectProduct(relaxed, each)),
      { seed: 3, numRuns: 150 },
    );
  });

  it.each([
    { m: 1, n: 1, k: 1 },
    { m: 20, n: 80, k: 257 },
    { m: 33, n: 65, k: 800 },
    { m: 800, n: 9, k: 3 },
    { m: 9, n: 530, k: 9 },
  ])('agrees for sizes larger than a block: $m x $k x $n', (sizes) => {
    for (const transposed of [false, true]) {
      for (const packed of [false, true]) {
        const rest = { transposeA: transposed, transposeB: !transposed, gap: 0, accumulate: packed };
        expectProduct(relaxed, { ...sizes, ...rest, packed });
      }
    }
  });
});
