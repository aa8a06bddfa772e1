import type { Words } from '@unsaturate/core';
import type { BufferId, Clear, Instruction, Loop, Noise, Plan } from '@unsaturate/scan';
import { costOf, costOfPacking, costOfRun } from '../profile/cost.ts';
import { type Cost, observed, type Place } from '../profile/observe.ts';
import { shares } from '../threads/share.ts';
import { bindLoop, sumBytes, threadsFor } from './bind-loop.ts';
import { bindConstantProduct, bindProduct, constantBytes, productScratch } from './bind-product.ts';
import type { Engine } from './engine.ts';
import { type Layout, layOut } from './layout.ts';

/** Where a run's noise comes from: site s of iteration i is stream number `base + i * sites + s`. */
export interface PlanNoise {
  readonly key: Words;
  readonly base: number;
  readonly sites: number;
}

/** A plan in memory, for a number of time steps; only what is used takes memory. */
export interface PlanRun {
  /** Copies values to a buffer, from its first block on. */
  write(buffer: BufferId, values: ArrayLike<number>): void;
  /** The values of all blocks of a buffer as they lie in memory: copy them before anything else runs. */
  read(buffer: BufferId): Float32Array<ArrayBuffer>;
  /** Runs a direction of the plan. The noise may be left out by plans without noise. */
  run(direction: Place['direction'], noise?: PlanNoise): void;
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

/** Runs an instruction in an iteration. */
type Bound = (iteration: number, noise: PlanNoise | undefined) => void;

/** Wraps what runs in a phase, so that a profile sees it. */
type Watch = <Args extends readonly unknown[]>(
  phase: Place['phase'],
  cost: () => Cost,
  run: (...args: Args) => void,
) => (...args: Args) => void;

/** What instructions are bound to. */
interface Workbench {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly engine: Engine;
  readonly compiled: ReadonlyMap<Loop, number>;
  /** An address for each thread. */
  readonly scratch: readonly number[];
  readonly watch: Watch;
}

/**
 * Compiles the loops of a plan over an engine.
 *
 * What runs throws OutOfMemoryError if memory cannot grow as far as needed; then the run must be given up.
 *
 * @param name - What the plan computes, for profiles.
 */
export function createExecutor(plan: Plan, engine: Engine, name: string): Executor {
  const loops = instructionsOf(plan).filter((each) => each.kind === 'loop');
  const functions = loops.length > 0 ? engine.compileLoops(loops) : [];
  const compiled = new Map(loops.map((loop, i) => [loop, functions[i]!]));

  return {
    begin(steps) {
      const layout = layOut(plan, steps, engine.heap);
      const view = (buffer: BufferId): Float32Array<ArrayBuffer> => {
        const at = layout.at(buffer);
        return engine.heap.floats(at, layout.length(buffer));
      };
      const run = (
        direction: Place['direction'],
        instructions: readonly Instruction[],
        use: (bench: Workbench) => void,
      ): void => {
        const watch: Watch = (phase, cost, what) => observed({ plan: name, direction, phase }, cost, what);
        const bytes = Math.max(0, ...instructions.map((each) => scratchOf(each, steps, engine)));
        const products = instructions.some(({ kind }) => kind === 'product');
        const sizes = Array.from({ length: products ? engine.crew.threads : 1 }, () => bytes);
        watch('all', costOfRun, () =>
          withBlocks(engine, sizes, (scratch) => use({ plan, layout, engine, compiled, scratch, watch })),
        )();
      };
      return {
        write: (buffer, values) => view(buffer).set(values),
        read: view,
        run(direction, noise) {
          const { before, step, after } = plan[direction]!;
          const iterations = Array.from({ length: steps }, (_, i) => i);
          if (direction === 'backward') iterations.reverse();
          run(direction, [...before, ...step, ...after], (bench) => {
            for (const each of before) bind(each, 'before', bench)(0, noise);
            runSteps(step, iterations, noise, bench);
            for (const each of after) bind(each, 'after', bench)(0, noise);
          });
        },
        runForInput() {
          const { forInput } = plan.backward!;
          run('backward', forInput, (bench) => {
            for (const each of forInput) bind(each, 'forInput', bench)(0, undefined);
          });
        },
        keepOnly(buffers) {
          layout.keepOnly(buffers);
        },
      };
    },
  };
}

function instructionsOf({ forward, backward }: Plan): Instruction[] {
  return [forward, backward].flatMap((phase) =>
    phase === null ? [] : [...phase.before, ...phase.step, ...phase.after, ...phase.forInput],
  );
}

/** Bytes that a thread needs for an instruction on the way. */
function scratchOf(instruction: Instruction, steps: number, engine: Engine): number {
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

/** Runs the steps; right factors that stay the same in all of them are packed first. */
function runSteps(
  step: readonly Instruction[],
  iterations: readonly number[],
  noise: PlanNoise | undefined,
  bench: Workbench,
): void {
  const { plan, layout, engine, scratch, watch } = bench;
  const packs = (each: Instruction) => each.kind === 'product' && each.constantB;
  const sizes = step.map((each) => (each.kind === 'product' && packs(each) ? constantBytes(each) : 0));
  withBlocks(engine, sizes, (packed) => {
    const bound = step.map((each, i): Bound => {
      if (each.kind !== 'product' || !packs(each)) return bind(each, 'step', bench);
      const product = bindConstantProduct(each, layout, engine, scratch, packed[i]!);
      const pack = (): void => engine.crew.run(product.prepare);
      const run: Bound = (iteration) => engine.crew.run(product.run(iteration));
      watch('step', () => costOfPacking(each), pack)();
      return watch('step', () => costOf(each, plan, layout.steps), run);
    });
    for (const iteration of iterations) {
      for (const each of bound) each(iteration, noise);
    }
  });
}

function bind(instruction: Instruction, phase: Place['phase'], bench: Workbench): Bound {
  const { plan, layout, watch } = bench;
  return watch(phase, () => costOf(instruction, plan, layout.steps), bindUnwatched(instruction, bench));
}

function bindUnwatched(instruction: Instruction, { layout, engine, compiled, scratch }: Workbench): Bound {
  const { kind } = instruction;
  if (kind === 'loop') return bindLoop(instruction, layout, engine, compiled.get(instruction)!, scratch[0]!);
  if (kind === 'noise') return bindNoise(instruction, layout, engine);
  if (kind === 'clear') return bindClear(instruction, layout, engine);
  const product = bindProduct(instruction, layout, engine, scratch);
  return (iteration) => engine.crew.run(product(iteration));
}

function bindNoise({ site, size, to }: Noise, layout: Layout, engine: Engine): Bound {
  const { at, stride } = layout.place(to);
  // Eight normals are drawn at once.
  const parts = shares(size, threadsFor(80 * size, engine), 8);
  return (iteration, noise) => {
    const { key, base, sites } = noise!;
    const stream = base + iteration * sites + site;
    engine.crew.run(
      parts.map(({ start, length }) => [
        engine.fillNormals(at + iteration * stride + 4 * start, start, length, key, stream),
      ]),
    );
  };
}

function bindClear({ buffer, value }: Clear, layout: Layout, engine: Engine): Bound {
  const [at, size] = [layout.at(buffer), layout.length(buffer)];
  const parts = shares(size, threadsFor(size, engine), 16);
  const work = parts.map(({ start, length }) => [engine.sweeps.fill(at + 4 * start, length, value)]);
  return () => engine.crew.run(work);
}
