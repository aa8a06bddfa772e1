import * as tf from '@tensorflow/tfjs-core';
import { gru, gruResetAfter, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import { type Cell, type Plan, planVersion, registerTarget, scan, type Tensors } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runPasses } from '../../../scan/src/passes/passes.ts';
import { planStep } from '../../../scan/src/plan/plan-step.ts';
import { randomStep } from '../../../scan/src/plan/testing/step-graphs.ts';
import { expectSameResults } from '../testing/same-results.ts';
import type { SmallSizes } from '../../../scan/src/testing/small-cells.ts';
import { gpuPlan } from './gpu-plan.ts';

const cells = { lstm, gru, gruResetAfter } as unknown as Record<string, Cell<SmallSizes>>;
const sizes = { inputSize: 4, units: 5 };
const [batch, time] = [3, 2];

/** The plan of a scan with gradients. */
function planOf(cell: Cell<SmallSizes>, isNoisy: boolean, isMasked: boolean): Plan {
  const plans: Plan[] = [];
  const prepare = (plan: Plan): never => {
    plans.push(plan);
    throw new RangeError('planned');
  };
  registerTarget({ name: 'planner', planVersion, backends: ['cpu'], prepare });
  const zeros = (shapes: Readonly<Record<string, readonly number[]>>, rows: readonly number[]): Tensors =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros([...rows, ...shape])]));
  const activation = { base: 'hardTanh', variant: 'NAH' } as const;
  const run = (xs: tf.Tensor): tf.Scalar =>
    tf.sum(
      scan(cell, zeros(cell.params(sizes), []), xs, zeros(cell.state(sizes), [batch]), {
        engine: 'compiled',
        ...(isNoisy && {
          training: true,
          noise: createNoiseStream(1),
          activations: { sigmoid: activation, tanh: activation },
        }),
        ...(isMasked && { mask: tf.ones([batch, time]) }),
      }).outputs,
    );
  expect(() => tf.grad(run)(tf.zeros([batch, time, sizes.inputSize]))).toThrow('planned');
  return plans[0]!;
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('gpuPlan', () => {
  it('computes what the plan does, for random steps', () => {
    const property = fc.property(randomStep, fc.integer({ min: 1, max: 3 }), (graph, steps) =>
      expectSameResults(planStep(runPasses(graph)), steps),
    );
    expect(() => fc.assert(property, { seed: 2, numRuns: 300 })).not.toThrow();
  });

  it.each([
    ['lstm', 4],
    ['gru', 8],
    ['gruResetAfter', 4],
  ])('leaves of a step of %s, forward and backward, %d instructions and the noise', (name, expected) => {
    for (const isNoisy of [false, true]) {
      for (const isMasked of [false, true]) {
        const plan = planOf(cells[name]!, isNoisy, isMasked);
        const { forward, backward } = gpuPlan(plan);
        const step = [...forward.step, ...backward!.step].filter(({ kind }) => kind !== 'noise');
        expect(step).toHaveLength(expected);
        expect(() => expectSameResults(plan, 3)).not.toThrow();
      }
    }
  });
});
