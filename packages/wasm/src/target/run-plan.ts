import type { BufferId, Plan, Product } from '@unsaturate/scan';
import type { DrawingInstruction, DrawingLoop, DrawingPlan } from '../loops/index.ts';
import { costOf, costOfPacking, costOfRun, together } from '../profile/cost.ts';
import { type Cost, observed, observers, type Place } from '../profile/observe.ts';
import { bindFills, type Fill, type PlanNoise } from './bind-fills.ts';
import { bindLoop, sumBytes } from './bind-loop.ts';
import { buffersOf } from './buffers-of.ts';
import { bindConstantProduct, bindProduct, constantBytes, productScratch } from './bind-product.ts';
import { drawInLoops } from './draw-in-loops.ts';
import type { Engine } from './engine.ts';
import { mostJobs } from './jobs.ts';
import { type Layout, layOut } from './layout.ts';
import { recent } from './recent.ts';

/** A plan in memory, for a number of time steps; only what is used takes memory. */
export interface PlanRun {
  /** Copies values to a buffer, from its first block on. */
  write(buffer: BufferId, values: ArrayLike<number>): void;
  /** The values of all blocks of a buffer as they lie in memory: copy them before anything else runs. */
  read(buffer: BufferId): Float32Array<ArrayBuffer>;
  /**
   * Runs a direction of the plan.
   *
   * @param noise - May be left out by plans without noise.
   * @param keep - If given, other buffers are freed as soon as nothing of the direction needs them any more.
   */
  run(direction: Place['direction'], noise?: PlanNoise, keep?: ReadonlySet<BufferId>): void;
  /** Computes the gradient in x, after the backward run. */
  runForInput(): void;
  /** Frees all other buffers. */
  keepOnly(buffers: ReadonlySet<BufferId>): void;
}

/** A plan, compiled. */
export interface Executor {
  /** Takes memory for the plan's buffers, as they are used; what no one wrote yet is undefined. */
  begin(steps: number): PlanRun;
}

/** A part of a run, and the buffers it needs. */
interface Stage {
  readonly buffers: readonly BufferId[];
  readonly run: () => void;
}

/** Runs instructions in an iteration. */
type Bound = (iteration: number, noise: PlanNoise | undefined) => void;

/** Wraps what runs in a phase, so that a profile sees it. */
type Watch = <Args extends readonly unknown[]>(
  phase: Place['phase'],
  cost: () => Cost,
  run: (...args: Args) => void,
) => (...args: Args) => void;

/** What instructions are bound to. */
interface Workbench {
  readonly plan: DrawingPlan;
  readonly layout: Layout;
  readonly engine: Engine;
  readonly compiled: ReadonlyMap<DrawingLoop, number>;
  /** An address for each job. */
  readonly scratch: readonly number[];
  readonly watch: Watch;
}

/** The steps of a direction, bound. */
interface BoundSteps {
  /** To be run once before. */
  readonly prepare: readonly (() => void)[];
  readonly run: readonly Bound[];
}

/**
 * Compiles the loops of a plan over an engine.
 *
 * What runs throws OutOfMemoryError if memory cannot grow as far as needed; then the run must be given up.
 *
 * @param name - What the plan computes, for profiles.
 */
export function createExecutor(given: Plan, engine: Engine, name: string): Executor {
  const plan = drawInLoops(given);
  const loops = instructionsOf(plan).filter((each) => each.kind === 'loop');
  const functions = loops.length > 0 ? engine.compileLoops(loops) : [];
  const compiled = new Map(loops.map((loop, i) => [loop, functions[i]!]));
  const bound = { forward: recent<BoundSteps>(), backward: recent<BoundSteps>() };

  return {
    begin(steps) {
      const layout = layOut(plan, steps, engine.heap);
      const view = (buffer: BufferId): Float32Array<ArrayBuffer> => {
        const at = layout.at(buffer);
        return engine.heap.floats(at, layout.length(buffer));
      };
      const run = (
        direction: Place['direction'],
        instructions: readonly DrawingInstruction[],
        use: (bench: Workbench) => void,
      ): void => {
        const watch: Watch = (phase, cost, what) => observed({ plan: name, direction, phase }, cost, what);
        const bytes = Math.max(0, ...instructions.map((each) => scratchOf(each, steps, engine)));
        const products = instructions.some(({ kind }) => kind === 'product');
        const sizes = Array.from({ length: products ? mostJobs(engine) : 1 }, () => bytes);
        watch('all', costOfRun, () =>
          withBlocks(engine, sizes, (scratch) => use({ plan, layout, engine, compiled, scratch, watch })),
        )();
      };
      return {
        write: (buffer, values) => view(buffer).set(values),
        read: view,
        run(direction, noise, keep) {
          const { before, step, after } = plan[direction]!;
          const iterations = Array.from({ length: steps }, (_, i) => i);
          if (direction === 'backward') iterations.reverse();
          run(direction, [...before, ...step, ...after], (bench) => {
            const once = (phase: 'before' | 'after') => (group: Group) => ({
              buffers: group.flatMap(buffersOf),
              run: () => bind(group, phase, bench)(0, noise),
            });
            const stages: Stage[] = [
              ...grouped(before).map(once('before')),
              {
                buffers: step.flatMap(buffersOf),
                run: () => runSteps(step, iterations, noise, bench, bound[direction]),
              },
              ...grouped(after).map(once('after')),
            ];
            stages.forEach((stage, i) => {
              stage.run();
              if (keep === undefined) return;
              layout.keepOnly(new Set([...keep, ...stages.slice(i + 1).flatMap(({ buffers }) => buffers)]));
            });
          });
        },
        runForInput() {
          const { forInput } = plan.backward!;
          run('backward', forInput, (bench) => {
            for (const group of grouped(forInput)) bind(group, 'forInput', bench)(0, undefined);
          });
        },
        keepOnly(buffers) {
          layout.keepOnly(buffers);
        },
      };
    },
  };
}

function instructionsOf({ forward, backward }: DrawingPlan): DrawingInstruction[] {
  return [forward, backward].flatMap((phase) =>
    phase === null ? [] : [...phase.before, ...phase.step, ...phase.after, ...phase.forInput],
  );
}

/** Bytes that a job needs for an instruction on the way. */
function scratchOf(instruction: DrawingInstruction, steps: number, engine: Engine): number {
  if (instruction.kind === 'loop') return sumBytes(instruction, steps, engine);
  return instruction.kind === 'product' ? productScratch(instruction, steps) : 0;
}

/** Lends out blocks of memory. */
function withBlocks({ heap }: Engine, sizes: readonly number[], use: (at: readonly number[]) => void): void {
  const blocks: number[] = [];
  try {
    for (const bytes of sizes) blocks.push(heap.allocate(bytes));
    use(blocks);
  } finally {
    for (const at of blocks) heap.free(at);
  }
}

/**
 * Runs the steps; right factors that stay the same in all of them are packed first. Binding takes longer than many a
 * step: where everything is where it was in another run, what was bound then is used again.
 */
function runSteps(
  step: readonly DrawingInstruction[],
  iterations: readonly number[],
  noise: PlanNoise | undefined,
  bench: Workbench,
  known: ReturnType<typeof recent<BoundSteps>>,
): void {
  const { layout, engine, scratch } = bench;
  withBlocks(engine, step.filter(isPacked).map(constantBytes), (packed) => {
    const make = (): BoundSteps => bindSteps(step, bench, packed);
    const buffers = [...new Set(step.flatMap(buffersOf))];
    const key = [
      layout.steps,
      engine.crew.threads,
      ...scratch,
      ...packed,
      ...buffers.map((buffer) => layout.at(buffer)),
    ];
    const { prepare, run } = observers.size > 0 ? make() : known(key.join(), make);
    for (const each of prepare) each();
    for (const iteration of iterations) {
      for (const each of run) each(iteration, noise);
    }
  });
}

function isPacked(instruction: DrawingInstruction): instruction is Product {
  return instruction.kind === 'product' && instruction.constantB;
}

/** @param packed - For each right factor that stays the same, the address of room for it, packed. */
function bindSteps(
  step: readonly DrawingInstruction[],
  bench: Workbench,
  packed: readonly number[],
): BoundSteps {
  const { plan, layout, engine, scratch, watch } = bench;
  const products = step.filter(isPacked);
  const prepare: (() => void)[] = [];
  const run = grouped(step).map((group): Bound => {
    const [first] = group;
    if (!isPacked(first)) return bind(group, 'step', bench);
    const product = bindConstantProduct(first, layout, engine, scratch, packed[products.indexOf(first)]!);
    const pack = (): void => engine.crew.run(product.prepare);
    const multiply: Bound = (iteration) => engine.crew.run(product.run(iteration));
    prepare.push(watch('step', () => costOfPacking(first), pack));
    return watch('step', () => costOf(first, plan, layout.steps), multiply);
  });
  return { prepare, run };
}

/** Instructions that run at the same time. */
type Group = readonly [DrawingInstruction, ...DrawingInstruction[]];

/** Instructions in order; what only fills, one after the other, is a group. */
function grouped(instructions: readonly DrawingInstruction[]): Group[] {
  const groups: [DrawingInstruction, ...DrawingInstruction[]][] = [];
  for (const each of instructions) {
    const last = groups.at(-1);
    if (last !== undefined && fills(last[0]) && fills(each)) last.push(each);
    else groups.push([each]);
  }
  return groups;
}

function fills(instruction: DrawingInstruction): instruction is Fill {
  return instruction.kind === 'noise' || instruction.kind === 'clear';
}

function bind(group: Group, phase: Place['phase'], bench: Workbench): Bound {
  const { plan, layout, watch } = bench;
  const cost = (): Cost => together(group.map((each) => costOf(each, plan, layout.steps)));
  return watch(phase, cost, bindUnwatched(group, bench));
}

function bindUnwatched(group: Group, { layout, engine, compiled, scratch }: Workbench): Bound {
  const [first] = group;
  if (first.kind === 'loop') return bindLoop(first, layout, engine, compiled.get(first)!, scratch[0]!);
  const work =
    first.kind === 'product'
      ? bindProduct(first, layout, engine, scratch)
      : bindFills(group.filter(fills), layout, engine);
  return (iteration, noise) => engine.crew.run(work(iteration, noise));
}
