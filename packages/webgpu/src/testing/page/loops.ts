import type { Loop, PlanBuffer, Reduction, View } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { reducedAxes } from '../../wgsl/nest.ts';
import { randomLoops } from '../random-loops.ts';
import { apart, contentsOf, interpreted, planOf, runOnGpu } from './run-on-gpu.ts';

/** Random loops; throws if one is wrong. */
export async function checkLoops(numRuns: number): Promise<void> {
  const time = 3;
  const agrees = fc.asyncProperty(randomLoops, fc.nat(1000), async ({ loop, buffers, part }, seed) => {
    const plan = planOf(buffers, part, [loop]);
    const contents = contentsOf(buffers, time, seed);
    const error = apart(await runOnGpu(plan, time, contents), interpreted(plan, time, contents));
    if (error > 1e-5) throw new Error(`${error} apart`);
  });
  await fc.assert(agrees, { seed: 1, numRuns });
}

/** A loop whose reductions need a workgroup, a kernel each, and all of the time steps: whether it is right. */
export async function largeReductionError(): Promise<number> {
  const [time, dims] = [5, [300, 7, 40]];
  const strides = (kept: readonly number[]): number[] => {
    let size = 1;
    return dims.map((_, axis) => {
      if (!kept.includes(axis)) return 0;
      const stride = size;
      size *= dims[axis]! * (axis === 0 ? time : 1);
      return stride;
    });
  };
  const buffers: PlanBuffer[] = [];
  const view = (kept: readonly number[]): View => {
    const size = kept.reduce((product, axis) => product * dims[axis]! * (axis === 0 ? time : 1), 1);
    return {
      buffer: buffers.push({ name: `b${buffers.length}`, kind: 'once', size }) - 1,
      offset: 0,
      block: 0,
      strides: strides(kept),
    };
  };
  const store = (kept: readonly number[], combine: 'set' | Reduction): Loop['stores'][number] => ({
    ...view(kept),
    value: 1,
    combine,
  });
  const loop: Loop = {
    kind: 'loop',
    dims,
    timesSteps: true,
    loads: [view([0, 1, 2])],
    values: [
      { op: 'load', load: 0 },
      { op: 'unary', fn: 'tanh', args: [0] },
    ],
    stores: [
      store([], 'sum'),
      store([1], 'max'),
      store([0], 'min'),
      store([2], 'sum'),
      store([0, 2], 'sum'),
      store([0, 1, 2], 'set'),
    ],
  };
  if (loop.stores.map((each) => reducedAxes(loop, each).length).join() !== '3,2,2,2,1,0') return Infinity;
  const plan = planOf(buffers, 'before', [loop]);
  const contents = contentsOf(buffers, time, 1);
  return apart(await runOnGpu(plan, time, contents), interpreted(plan, time, contents));
}
