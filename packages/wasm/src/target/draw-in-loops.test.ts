import { fillNormals } from '@unsaturate/core';
import type { Instruction, Loop, Plan } from '@unsaturate/scan';
import { describe, expect, it } from 'vitest';
import { interpretPlan } from '../../../scan/src/plan/interpret.ts';
import { planStep } from '../../../scan/src/plan/plan-step.ts';
import { lstmStep } from '../../../scan/src/plan/testing/step-graphs.ts';
import { draws } from '../loops/index.ts';
import type { PlanNoise } from './bind-fills.ts';
import { drawInLoops } from './draw-in-loops.ts';
import { createEngine } from './engine.ts';
import { createExecutor } from './run-plan.ts';

/** How many noise instructions the steps of a plan have, and how many loops that draw. */
function counts(plan: Plan): readonly [number, number] {
  const { forward, backward } = drawInLoops(plan);
  const step = [...forward.step, ...(backward?.step ?? [])];
  const drawing = step.filter((each) => each.kind === 'loop' && draws(each));
  return [step.filter(({ kind }) => kind === 'noise').length, drawing.length];
}

describe('drawInLoops', () => {
  it.each([
    [3, 16, [0, 2]],
    [1, 8, [0, 2]],
    [8, 20, [0, 2]],
    [3, 7, [2, 0]],
    [8, 4, [2, 0]],
  ] as const)('draws noise of %d times %d units in loops over whole vectors', (batch, units, expected) => {
    expect(counts(planStep(lstmStep({ batch, inputSize: 5, units })))).toEqual(expected);
  });

  const place = { offset: 0, block: 0 } as const;
  const baseOf = (row: number): Loop => ({
    kind: 'loop',
    dims: [2, row],
    timesSteps: false,
    loads: [{ ...place, buffer: 0, strides: [row, 1] }],
    values: [{ op: 'load', load: 0 }],
    stores: [{ ...place, buffer: 1, strides: [row, 1], value: 0, combine: 'set' }],
  });
  const base = baseOf(8);
  const planOf = (step: readonly Instruction[], after: readonly Instruction[] = [], size = 16): Plan => ({
    buffers: [
      { name: 'noise/3', kind: 'once', size },
      { name: 'result', kind: 'steps', size },
    ],
    inputs: {},
    outputs: { output: { ...place, buffer: 1, shape: [2, size / 2] } },
    kept: [],
    cotangents: {},
    gradients: {},
    forward: {
      before: [],
      step: [{ kind: 'noise', site: 3, to: { ...place, buffer: 0 }, size }, ...step],
      after,
      forInput: [],
    },
    backward: null,
  });
  const [view, store] = [base.loads[0]!, base.stores[0]!];

  it.each([
    ['by another loop', [base, base]],
    ['after the steps', [base], [base]],
    ['twice', [{ ...base, loads: [view, view] }]],
    ['in columns', [{ ...base, loads: [{ ...view, strides: [1, 2] }] }]],
    ['backwards', [{ ...base, loads: [{ ...view, offset: 8, strides: [-8, 1] }] }]],
    [
      'in one dimension',
      [{ ...base, dims: [16], loads: [{ ...view, strides: [1] }], stores: [{ ...store, strides: [1] }] }],
    ],
    [
      'in small rows',
      [
        {
          ...base,
          dims: [4, 4],
          loads: [{ ...view, strides: [4, 1] }],
          stores: [{ ...store, strides: [4, 1] }],
        },
      ],
    ],
    ['in part', [{ ...base, dims: [1, 8] }]],
    ['and changed', [{ ...base, stores: [{ ...store, buffer: 0 }] }]],
  ] as [string, Loop[], Loop[]?][])('keeps a buffer that is read %s', (_, step, after = []) => {
    expect(counts(planOf(step, after))).toEqual([1, 0]);
  });

  it.each([8, 12, 20, 32, 36])('draws the numbers of the stream in rows of %d, without a buffer', (row) => {
    const size = 2 * row;
    const plan = planOf([baseOf(row)], [], size);
    expect(counts(plan)).toEqual([0, 1]);
    const engine = createEngine();
    const before = engine.heap.used;
    const noise: PlanNoise = { key: [0xdeadbeef, 5], base: 0xfffffff0, sites: 4 };
    const run = createExecutor(plan, engine, 'noise').begin(3);
    run.run('forward', noise);
    const expected = interpretPlan(plan, 3, (iteration, site, element) => {
      const stream = (noise.base + iteration * noise.sites + site) >>> 0;
      return fillNormals(noise.key, stream, new Float64Array(size))[element]!;
    });
    expected.run(plan.forward, 'forward');
    const worst = run
      .read(1)
      .reduce((worst, value, e) => Math.max(worst, Math.abs(value - expected.buffers[1]![e]!)), 0);
    expect(worst).toBeLessThan(1e-6);
    expect(engine.heap.used - before).toBeLessThan(4 * (3 + 1) * size); // results of 3 steps, and no noise
  });
});
