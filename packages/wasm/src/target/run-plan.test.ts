import { fillNormals } from '@unsaturate/core';
import type { BufferId, Instruction, Matrix, Plan, Product } from '@unsaturate/scan';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpretPlan } from '../../../scan/src/plan/interpret.ts';
import { planStep } from '../../../scan/src/plan/plan-step.ts';
import { lstmStep } from '../../../scan/src/plan/testing/step-graphs.ts';
import { createEngine, type Engine } from './engine.ts';
import type { PlanNoise } from './bind-fills.ts';
import { createExecutor, type PlanRun } from './run-plan.ts';

const noise: PlanNoise = { key: [7, 9], base: 1000, sites: 2 };

/** Memory that someone else wrote: a plan must not rely on what it did not write. */
function usedEngine(): Engine {
  const engine = createEngine();
  const at = engine.heap.allocate(1 << 20);
  engine.heap.floats(at, 1 << 18).fill(Number.NaN);
  engine.heap.free(at);
  return engine;
}

function normal(iteration: number, site: number, element: number): number {
  const stream = noise.base + iteration * noise.sites + site;
  return fillNormals(noise.key, stream, new Float64Array(element + 1))[element]!;
}

const numbers = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, e) => Math.sin(12.9898 * (e + 1) + 78.233 * seed));

const blocks = { once: 1, steps: 0, chain: 1 };
const lengthOf = ({ buffers }: Plan, id: BufferId, steps: number): number => {
  const { kind, size } = buffers[id]!;
  return size * (blocks[kind] + (kind === 'once' ? 0 : steps));
};

function expectClose(actual: ArrayLike<number>, expected: Float64Array, what: string): void {
  const scale = Math.max(1, ...expected.map(Math.abs));
  const wrong = expected.findIndex((value, e) => !(Math.abs(actual[e]! - value) / scale < 5e-6));
  expect({ what, wrong, value: wrong < 0 ? undefined : actual[wrong] }).toEqual({
    what,
    wrong: -1,
    value: undefined,
  });
}

// Noise of whole groups of eight units is drawn in the loops.
describe.each([7, 8, 16])('an LSTM with noise of %d units', (units) => {
  const plan = planStep(lstmStep({ batch: 3, inputSize: 5, units }));
  const { backward } = plan;

  const writeInputs = (steps: number, write: (id: BufferId, values: Float32Array) => void): void => {
    for (const id of Object.values(plan.inputs)) write(id, numbers(lengthOf(plan, id, steps), id));
  };
  const writeCotangents = (steps: number, write: (id: BufferId, values: Float32Array) => void): void => {
    for (const id of Object.values(plan.cotangents)) write(id, numbers(lengthOf(plan, id, steps), id + 50));
  };

  it('gives what the interpreter gives, forward and back, for one time after the other', () => {
    const engine = usedEngine();
    const executor = createExecutor(plan, engine, 'lstm');
    const other = createExecutor(planStep(lstmStep({ batch: 1, inputSize: 2, units: 3 })), engine, 'other');
    for (const steps of [4, 1, 6]) {
      const forward = interpretPlan(plan, steps, normal);
      writeInputs(steps, (id, values) => forward.buffers[id]!.set(values));
      forward.run(plan.forward, 'forward');
      const run = executor.begin(steps);
      writeInputs(steps, (id, values) => run.write(id, values));
      run.run('forward', noise);
      for (const { buffer } of Object.values(plan.outputs)) {
        expectClose(run.read(buffer), forward.buffers[buffer]!, plan.buffers[buffer]!.name);
      }
      const kept = plan.kept.map((buffer) => run.read(buffer).slice());
      other.begin(9).run('forward', noise);

      const back = interpretPlan(plan, steps, normal);
      const again = executor.begin(steps);
      for (const [i, buffer] of plan.kept.entries()) {
        expectClose(kept[i]!, forward.buffers[buffer]!, plan.buffers[buffer]!.name);
        back.buffers[buffer]!.set(forward.buffers[buffer]!);
        again.write(buffer, kept[i]!);
      }
      for (const write of [writeInputs, writeCotangents]) {
        write(steps, (id, values) => {
          if (plan.kept.includes(id)) return;
          back.buffers[id]!.set(values);
          again.write(id, values);
        });
      }
      back.run(backward!, 'backward');
      again.run('backward', noise);
      again.runForInput();
      for (const [name, { buffer }] of Object.entries(plan.gradients)) {
        expectClose(again.read(buffer), back.buffers[buffer]!, name);
      }
    }
  });
});

describe('the memory of an engine', () => {
  it('is as it was when a run is given up', () => {
    const engine = usedEngine();
    const plan = planStep(lstmStep({ batch: 1, inputSize: 2, units: 3 }));
    const before = engine.heap.used;
    const run = createExecutor(plan, engine, 'lstm').begin(50);
    run.run('forward', noise);
    run.run('backward', noise);
    run.runForInput();
    expect(engine.heap.used).toBeGreaterThan(before);
    run.keepOnly(new Set());
    expect(engine.heap.used).toBe(before);
  });
});

describe('instructions', () => {
  const steps = 3;
  const matrix = (buffer: BufferId, rowStride: number, size: number, block: 0 | 1 = 0): Matrix => ({
    buffer,
    offset: 2,
    block,
    rowStride,
    batchStride: size,
  });

  function expectSameRun(plan: Plan): PlanRun {
    const run = createExecutor(plan, usedEngine(), 'loop').begin(steps);
    const expected = interpretPlan(plan, steps, normal);
    plan.buffers.forEach(({ values }, id) => {
      if (values) return;
      expected.buffers[id]!.set(numbers(lengthOf(plan, id, steps), id));
      run.write(id, numbers(lengthOf(plan, id, steps), id));
    });
    for (const direction of ['forward', 'backward'] as const) {
      if (plan[direction] === null) continue;
      expected.run(plan[direction], direction);
      run.run(direction, noise);
      plan.buffers.forEach(({ name }, id) => expectClose(run.read(id), expected.buffers[id]!, name));
    }
    return run;
  }

  const planOf = (
    buffers: Plan['buffers'],
    phase: { before?: Instruction[]; step?: Instruction[]; after?: Instruction[] },
    backward: Plan['backward'] = null,
  ): Plan => ({
    buffers,
    inputs: {},
    outputs: {},
    kept: [],
    cotangents: {},
    gradients: {},
    backward,
    forward: { before: [], step: [], after: [], forInput: [], ...phase },
  });

  it('multiplies matrices of any sizes in any phase', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const cases = fc.record({
      m: size,
      n: size,
      k: size,
      batch: fc.integer({ min: 1, max: 3 }),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      accumulate: fc.boolean(),
      constantB: fc.boolean(),
      phase: fc.constantFrom('before', 'step', 'after'),
      timesSteps: fc.constantFrom('m', 'k', null),
    });
    fc.assert(
      fc.property(cases, ({ phase, ...each }) => {
        const all = phase !== 'step' && each.batch === 1 ? each.timesSteps : null;
        const timesSteps = all === 'k' && each.transposeB ? 'm' : all === 'm' && each.transposeA ? null : all;
        const transposeA = timesSteps === 'k' ? true : each.transposeA;
        const { m, n, k, batch, transposeB } = each;
        const sizes = [m * k, k * n, m * n] as const;
        const kinds = [
          phase === 'step' || timesSteps !== null ? 'steps' : 'once',
          timesSteps === 'k' || (phase === 'step' && !each.constantB) ? 'steps' : 'once',
          phase === 'step' ? 'chain' : timesSteps === 'm' ? 'steps' : 'once',
        ] as const;
        // Blocks of several steps lie behind each other without gaps, so the offset needs room at the end only.
        const buffers = kinds.map((kind, i) => ({
          name: 'abc'[i]!,
          kind,
          size: sizes[i]! * batch + (timesSteps === null ? 2 : 0),
        }));
        const offset = (at: Matrix): Matrix => (timesSteps === null ? at : { ...at, offset: 0 });
        const product: Product = {
          kind: 'product',
          ...each,
          transposeA,
          timesSteps,
          a: offset(matrix(0, transposeA ? m : k, sizes[0])),
          b: offset(matrix(1, transposeB ? k : n, sizes[1])),
          c: offset(matrix(2, n, sizes[2], phase === 'step' ? 1 : 0)),
        };
        expectSameRun(planOf(buffers, { [phase]: [product] }));
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('packs a right factor anew in each run, after `before`', () => {
    const b = matrix(1, 9, 27);
    const product: Product = {
      kind: 'product',
      m: 2,
      n: 9,
      k: 3,
      batch: 1,
      timesSteps: null,
      transposeA: false,
      transposeB: false,
      accumulate: false,
      constantB: true,
      a: matrix(0, 3, 6),
      b,
      c: matrix(2, 9, 18),
    };
    const addOne: Instruction = {
      kind: 'loop',
      dims: [27],
      timesSteps: false,
      loads: [{ ...b, strides: [1] }],
      values: [
        { op: 'load', load: 0 },
        { op: 'fill', value: 1 },
        { op: 'binary', fn: 'add', args: [0, 1] },
      ],
      stores: [{ ...b, strides: [1], value: 2, combine: 'set' }],
    };
    const buffers = [
      { name: 'a', kind: 'steps', size: 8 },
      { name: 'b', kind: 'once', size: 29 },
      { name: 'c', kind: 'steps', size: 20 },
    ] as const;
    const phase = { before: [addOne], step: [product], after: [], forInput: [] };
    expectSameRun(planOf(buffers, phase, phase));
  });

  it('draws noise, clears, keeps given values and passes a chain on in both directions', () => {
    const buffers: Plan['buffers'] = [
      { name: 'noise', kind: 'steps', size: 13 },
      { name: 'chain', kind: 'chain', size: 13 },
      { name: 'sum', kind: 'once', size: 13 },
      { name: 'given', kind: 'once', size: 13, values: numbers(13, 4) },
    ];
    const draw: Instruction = {
      kind: 'noise',
      site: 1,
      size: 13,
      to: { buffer: 0, offset: 0, block: 0 },
    };
    const view = (buffer: BufferId, block: 0 | 1 = 0) => ({ buffer, offset: 0, block, strides: [1] });
    const pass = (from: 0 | 1, to: 0 | 1): Instruction => ({
      kind: 'loop',
      dims: [13],
      timesSteps: false,
      loads: [view(1, from), view(0), view(3)],
      values: [
        ...[0, 1, 2].map((load) => ({ op: 'load', load }) as const),
        { op: 'binary', fn: 'mul', args: [0, 2] },
        { op: 'binary', fn: 'add', args: [3, 1] },
      ],
      stores: [
        { ...view(1, to), value: 4, combine: 'set' },
        { ...view(2), value: 4, combine: 'sum' },
      ],
    });
    const clear: Instruction = { kind: 'clear', buffer: 2, value: 0.5 };
    const total: Instruction = {
      kind: 'loop',
      dims: [13],
      timesSteps: true,
      loads: [view(0)],
      values: [{ op: 'load', load: 0 }],
      stores: [{ ...view(2), strides: [0], value: 0, combine: 'sum' }],
    };
    const forward = { before: [clear], step: [draw, pass(0, 1)], after: [total] };
    const run = expectSameRun(
      planOf(buffers, forward, { before: [clear], step: [draw, pass(1, 0)], after: [], forInput: [] }),
    );
    expect(run.read(1).length).toBe(13 * (steps + 1));
  });
});
