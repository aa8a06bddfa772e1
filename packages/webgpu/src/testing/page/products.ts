import type { Loop, Matrix, PlanBuffer, Product } from '@unsaturate/scan';
import { apart, contentsOf, interpreted, planOf, runOnGpu } from './run-on-gpu.ts';

/**
 * Products of all shapes of tiles, transposed, in batches, accumulated, over all time steps, alone and before a loop over
 * their elements: those that are wrong.
 */
export async function wrongProducts(): Promise<string[]> {
  const time = 3;
  const wrong: string[] = [];
  const sizes = [
    [1, 1, 1],
    [3, 5, 2],
    [20, 70, 33],
    [5, 1030, 9],
    [61, 3, 130],
    [130, 2, 20],
    [90, 70, 40],
    [300, 900, 17],
  ] as const;
  for (const [i, [m, n, k]] of sizes.entries()) {
    for (const way of [i % 4, 3 - (i % 4)]) {
      const [transposeA, transposeB, accumulate] = [way % 2 > 0, way > 1, way > 0 && way < 3];
      const timesSteps = m * n > 9000 ? null : ([null, 'm', 'k', null] as const)[(way + m) % 4]!;
      const batch = timesSteps === null && m * n < 3000 ? 2 : 1;
      const [rows, terms] = [m * (timesSteps === 'm' ? time : 1), k * (timesSteps === 'k' ? time : 1)];
      // Rows are further apart than they are long.
      const shape = (height: number, width: number): [number, number] => [height * (width + 3), width + 3];
      const [a, b, c] = [
        shape(transposeA ? terms : rows, transposeA ? rows : terms),
        shape(transposeB ? n : terms, transposeB ? terms : n),
        shape(rows, n),
      ];
      const buffers = [a, b, c, [rows * n] as const].map(([size], i): PlanBuffer => ({
        name: 'abcd'[i]!,
        kind: 'once',
        size: size * batch + 2,
      }));
      const matrix = (buffer: number, [size, rowStride]: readonly [number, number]): Matrix => ({
        buffer,
        offset: buffer,
        block: 0,
        rowStride,
        batchStride: size,
      });
      const product: Product = {
        kind: 'product',
        m,
        n,
        k,
        batch,
        timesSteps,
        transposeA,
        transposeB,
        accumulate,
        a: matrix(0, a),
        b: matrix(1, b),
        c: matrix(2, c),
        constantB: false,
      };
      const plan = planOf(buffers, 'before', [product, scaledBy(product)]);
      const contents = contentsOf(buffers, time, m + way);
      const error = apart(await runOnGpu(plan, time, contents), interpreted(plan, time, contents));
      if (error > 2e-6) wrong.push(`${JSON.stringify(product)}: ${error}`);
    }
  }
  return wrong;
}

/** `d c` instead of d, where there is one such matrix c. */
function scaledBy({ m, n, c }: Product): Loop {
  const d = { buffer: 3, offset: 0, block: 0, strides: [n, 1] } as const;
  return {
    kind: 'loop',
    dims: [m, n],
    timesSteps: false,
    loads: [{ ...c, strides: [c.rowStride, 1] }, d],
    values: [
      { op: 'load', load: 0 },
      { op: 'load', load: 1 },
      { op: 'binary', fn: 'mul', args: [0, 1] },
    ],
    stores: [{ ...d, value: 2, combine: 'set' }],
  };
}
