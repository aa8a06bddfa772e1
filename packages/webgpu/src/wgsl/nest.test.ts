import type { Loop, Plan, PlanBuffer } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpretPlan } from '../../../scan/src/plan/interpret.ts';
import { randomLoops } from '../testing/random-loops.ts';
import { collapse } from './nest.ts';

const time = 3;

/** What a loop leaves in its buffers, which begin with 1, 2, 3, ... times 0.1. */
function resultOf(loop: Loop, buffers: readonly PlanBuffer[], part: 'before' | 'step'): number[][] {
  const phase = { before: [], step: [], after: [], forInput: [], [part]: [loop] };
  const plan: Plan = {
    buffers,
    inputs: {},
    outputs: {},
    kept: [],
    cotangents: {},
    gradients: {},
    forward: phase,
    backward: null,
  };
  const run = interpretPlan(plan, time, () => Number.NaN);
  run.buffers.forEach((buffer) => buffer.forEach((_, i) => (buffer[i] = (i % 23) / 10 - 1)));
  run.run(phase, 'forward');
  return run.buffers.map((buffer) => [...buffer]);
}

describe('collapse', () => {
  it('changes axes and nothing else', () => {
    let saved = 0;
    const property = fc.property(randomLoops, ({ loop, buffers, part }) => {
      const collapsed = collapse(loop);
      saved += loop.dims.length - collapsed.dims.length;
      expect(collapsed.dims.length).toBeGreaterThan(0);
      expect(resultOf(collapsed, buffers, part)).toEqual(resultOf(loop, buffers, part));
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
    expect(saved).toBeGreaterThan(20);
  });

  it('makes one axis of what lies in order', () => {
    const view = { buffer: 0, offset: 0, block: 0, strides: [35, 0, 7, 1] } as const;
    const loop: Loop = {
      kind: 'loop',
      dims: [4, 1, 5, 7],
      timesSteps: true,
      loads: [view],
      values: [],
      stores: [],
    };
    expect(collapse(loop)).toMatchObject({ dims: [140], timesSteps: true, loads: [{ strides: [1] }] });
  });
});
