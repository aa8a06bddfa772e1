import { fillNormals } from '@unsaturate/core';
import type { Matrix, PlanBuffer, View } from '@unsaturate/scan';
import { contentsOf, noise, planOf, runOnGpu } from './run-on-gpu.ts';

/**
 * Largest error of the noise of a step, drawn to memory for a product and in a loop, against the noise stream of
 * @unsaturate/core.
 */
export async function noiseError(): Promise<number> {
  const size = 20_001;
  const once = (name: string): PlanBuffer => ({ name, kind: 'once', size });
  const buffers: PlanBuffer[] = [
    once('drawn'),
    once('read'),
    { ...once('all'), kind: 'steps' },
    { ...once('last'), size: 2 },
  ];
  const at = (buffer: number): View => ({ buffer, offset: 0, block: 0, strides: [1] });
  const matrix = (buffer: number, rowStride: number): Matrix => ({
    ...at(buffer),
    rowStride,
    batchStride: 0,
  });
  const plan = planOf(buffers, 'step', [
    { kind: 'noise', site: 0, to: at(0), size },
    { kind: 'noise', site: 2, to: at(1), size },
    {
      kind: 'loop',
      dims: [size],
      timesSteps: false,
      loads: [at(0)],
      values: [{ op: 'load', load: 0 }],
      stores: [{ ...at(2), value: 0, combine: 'set' }],
    },
    {
      kind: 'product',
      m: 1,
      n: 1,
      k: 1,
      batch: 1,
      timesSteps: null,
      transposeA: false,
      transposeB: false,
      a: matrix(1, 1),
      b: matrix(1, 1),
      c: matrix(3, 1),
      accumulate: false,
      constantB: false,
    },
  ]);
  const time = 2;
  const [, read, all] = await runOnGpu(plan, time, contentsOf(buffers, time, 1));
  const expected = [
    ...fillNormals(noise.key, noise.base, new Float64Array(size)),
    ...fillNormals(noise.key, noise.base + noise.sites, new Float64Array(size)),
    ...fillNormals(noise.key, noise.base + noise.sites + 2, new Float64Array(size)),
  ];
  const errors = [...all!, ...read!].map((value, i) => Math.abs(value - expected[i]!));
  return errors.some(Number.isNaN) ? Infinity : errors.reduce((a, b) => Math.max(a, b), 0);
}
