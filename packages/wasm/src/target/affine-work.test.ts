import { expect, it } from 'vitest';
import { affineWork } from './affine-work.ts';
import type { Work } from './jobs.ts';

it('gives in any iteration, in any order, the calls that the work itself makes', () => {
  const work = (iteration: number): Work => [
    [
      [3, 64 + 8 * iteration, 7],
      [4, 256 - 4 * iteration, 1024, 16 * iteration],
    ],
    [[5, 1]],
    [],
  ];
  const affine = affineWork(work);
  for (const iteration of [0, 5, 1, 9, 0]) expect(affine(iteration)).toEqual(work(iteration));
});
