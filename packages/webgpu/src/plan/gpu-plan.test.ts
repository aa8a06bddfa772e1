import * as tf from '@tensorflow/tfjs-core';
import { gru, gruResetAfter, lstm } from '@unsaturate/cells';
import { createNoiseStream } from '@unsaturate/core';
import {
  type Cell,
  type Phase,
  type Plan,
  planVersion,
  registerTarget,
  scan,
  type Tensors,
} from '@unsaturate/scan';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runPasses } from '../../../scan/src/passes/passes.ts';
import { planStep } from '../../../scan/src/plan/plan-step.ts';
import { randomStep } from '../../../scan/src/plan/testing/step-graphs.ts';
import { expectSameResults } from '../testing/same-results.ts';
import type { SmallSizes } from '../../../scan/src/testing/small-cells.ts';
import { withEpilogues } from './epilogues.ts';
import { gpuPlan } from './gpu-plan.ts';
import { kernelInstructions } from './kernel-loops.ts';

const cells = { lstm, gru, gruResetAfter } as unknown as Record<string, Cell<SmallSizes>>;
const sizes = { inputSize: 4, units: 5 };
const [batch, time] = [3, 2];

/** The plan of a scan with gradients. */
function planOf(cell: Cell<SmallSizes>, variant: 'NAN' | 'NAH' | null, isMasked: boolean): Plan {
  const plans: Plan[] = [];
  const prepare = (plan: Plan): never => {
    plans.push(plan);
    throw new RangeError('planned');
  };
  registerTarget({ name: 'planner', planVersion, backends: ['cpu'], prepare });
  const zeros = (shapes: Readonly<Record<string, readonly number[]>>, rows: readonly number[]): Tensors =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros([...rows, ...shape])]));
  const run = (xs: tf.Tensor): tf.Scalar =>
    tf.sum(
      scan(cell, zeros(cell.params(sizes), []), xs, zeros(cell.state(sizes), [batch]), {
        engine: 'compiled',
        ...(variant && {
          training: true,
          noise: createNoiseStream(1),
          activations: { sigmoid: { base: 'hardTanh', variant }, tanh: { base: 'hardTanh', variant } },
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
    ['lstm', 4, 4],
    ['gru', 8, 6],
    ['gruResetAfter', 4, 4],
  ])(
    'leaves of a step of %s, forward and backward, %d instructions as %d kernels',
    (name, expected, kernels) => {
      for (const variant of [null, 'NAN', 'NAH'] as const) {
        for (const isMasked of [false, true]) {
          const plan = planOf(cells[name]!, variant, isMasked);
          const { forward, backward, buffers } = gpuPlan(plan);
          const kernelsOf = (phase: Phase): number =>
            withEpilogues(kernelInstructions(phase.step, phase), buffers).length;
          const step = [...forward.step, ...backward!.step].filter(({ kind }) => kind !== 'noise');
          expect(step).toHaveLength(expected);
          expect(kernelsOf(forward) + kernelsOf(backward!)).toBe(kernels);
          expect(() => expectSameResults(plan, 3)).not.toThrow();
        }
      }
    },
  );
});
