import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { zeroState } from '../cell/zero-state.ts';
import { elman, elmanParams } from '../testing/elman.ts';
import { explain } from './explain.ts';
import { planScan } from './plan-scan.ts';

const sizes = { inputSize: 2, units: 2 };

function call(
  time: number,
): Parameters<typeof planScan<typeof sizes, 'kernel' | 'recurrentKernel' | 'p', 'h'>> {
  return [elman, elmanParams(), tf.zeros([3, time, 2]), zeroState(elman, sizes, 3)];
}

describe('planScan', () => {
  it('is the plan of the step with its gradient: one product of inputs before, one product and loop in the steps', () => {
    const { plan } = planScan(...call(5));
    expect(plan.forward.before.map(({ kind }) => kind)).toEqual(['product']);
    expect(plan.forward.step.map(({ kind }) => kind)).toEqual(['product', 'loop']);
    expect(Object.keys(plan.gradients).toSorted()).toEqual([
      'params/kernel',
      'params/p',
      'params/recurrentKernel',
      'state/h',
      'x',
    ]);
  });

  it('does not depend on the number of time steps', () => {
    expect(planScan(...call(2))).toEqual(planScan(...call(7)));
  });

  it('counts what explain says', () => {
    const { recorded, passes } = planScan(...call(5));
    expect(passes.length).toBeGreaterThan(0);
    const said = explain(...call(5)).split('\n');
    expect(said[0]).toBe('elman: batch 3, 5 time steps');
    expect(said).toEqual(
      expect.arrayContaining([
        `recorded: ${recorded} nodes`,
        ...passes.map(({ name, nodes }) => `${name}: ${nodes} nodes`),
      ]),
    );
  });

  it('takes no tensors to keep', () => {
    const given = call(5);
    const before = tf.memory().numTensors;
    planScan(...given);
    expect(tf.memory().numTensors).toBe(before);
  });
});
