import type { Words } from '@unsaturate/core';
import type { BufferId, Clear, Instruction, Loop, Noise, Phase, Plan } from '@unsaturate/scan';
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

/** Which part of a plan runs. */
type Direction = 'forward' | 'backward';

/** A plan in memory, for a number of time steps; only what is used takes memory. */
export interface PlanRun {
  /** Copies values to a buffer, from its first block on. */
  write(buffer: BufferId, values: ArrayLike<number>): void;
  /** The values of all blocks of a buffer as they lie in memory: copy them before anything else runs. */
  read(buffer: BufferId): Float32Array<ArrayBuffer>;
  /** Runs a direction of the plan. The noise may be left out by plans without noise. */
  run(direction: Direction, noise?: PlanNoise): void;
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

/**
 * Compiles the loops of a plan over an engine.
 *
 * What runs throws OutOfMemoryError if memory cannot grow as far as needed; then the run must be given up.
 */
export function createExecutor(plan: Plan, engine: Engine): Executor {
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
      const withScratch = (
        instructions: readonly Instruction[],
        use: (scratch: readonly number[]) => void,
      ): void => {
        const bytes = Math.max(0, ...instructions.map((each) => scratchOf(each, steps)));
        const products = instructions.some(({ kind }) => kind === 'product');
        const threads = products ? engine.crew.threads : 1;
        withBlocks(
          engine,
          Array.from({ length: threads }, () => bytes),
          use,
        );
      };
      const run = (phase: Phase, iterations: readonly number[], noise: PlanNoise | undefined): void => {
        withScratch([...phase.before, ...phase.step, ...phase.after], (scratch) => {
          const bind = (instruction: Instruction): Bound =>
            bindInstruction(instruction, layout, engine, compiled, scratch);
          const once = (instructions: readonly Instruction[]): void => {
            for (const each of instructions) bind(each)(0, noise);
          };
          once(phase.before);
          runSteps(phase.step, iterations, noise, layout, engine, bind, scratch);
          once(phase.after);
        });
      };
      return {
        write: (buffer, values) => view(buffer).set(values),
        read: view,
        run(direction, noise) {
          const iterations = Array.from({ length: steps }, (_, i) => i);
          if (direction === 'forward') run(plan.forward, iterations, noise);
          else run(plan.backward!, iterations.toReversed(), noise);
        },
        runForInput() {
          const { forInput } = plan.backward!;
          withScratch(forInput, (scratch) => {
            for (const each of forInput) {
              bindInstruction(each, layout, engine, compiled, scratch)(0, undefined);
            }
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
function scratchOf(instruction: Instruction, steps: number): number {
  if (instruction.kind === 'loop') return sumBytes(instruction, steps);
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
  layout: Layout,
  engine: Engine,
  bind: (instruction: Instruction) => Bound,
  scratch: readonly number[],
): void {
  const packs = (each: Instruction) => each.kind === 'product' && each.constantB;
  const sizes = step.map((each) => (each.kind === 'product' && packs(each) ? constantBytes(each) : 0));
  withBlocks(engine, sizes, (packed) => {
    const bound = step.map((each, i): Bound => {
      if (each.kind !== 'product' || !packs(each)) return bind(each);
      const product = bindConstantProduct(each, layout, engine, scratch, packed[i]!);
      engine.crew.run(product.prepare);
      return (iteration) => engine.crew.run(product.run(iteration));
    });
    for (const iteration of iterations) {
      for (const each of bound) each(iteration, noise);
    }
  });
}

function bindInstruction(
  instruction: Instruction,
  layout: Layout,
  engine: Engine,
  compiled: ReadonlyMap<Loop, number>,
  scratch: readonly number[],
): Bound {
  const { kind } = instruction;
  if (kind === 'loop') return bindLoop(instruction, layout, engine, compiled.get(instruction)!, scratch[0]!);
  if (kind === 'noise') return bindNoise(instruction, layout, engine);
  if (kind === 'clear') return bindClear(instruction, layout, engine);
  const product = bindProduct(instruction, layout, engine, scratch);
  return (iteration) => engine.crew.run(product(iteration));
}

function bindNoise({ site, size, to }: Noise, layout: Layout, { crew, fillNormals }: Engine): Bound {
  const { at, stride } = layout.place(to);
  // Eight normals are drawn at once.
  const parts = shares(size, threadsFor(20 * size, crew.threads), 8);
  return (iteration, noise) => {
    const { key, base, sites } = noise!;
    const stream = base + iteration * sites + site;
    crew.run(
      parts.map(({ start, length }) => [
        fillNormals(at + iteration * stride + 4 * start, start, length, key, stream),
      ]),
    );
  };
}

function bindClear({ buffer, value }: Clear, layout: Layout, { crew, sweeps }: Engine): Bound {
  const [at, size] = [layout.at(buffer), layout.length(buffer)];
  const parts = shares(size, threadsFor(size / 4, crew.threads), 16);
  const work = parts.map(({ start, length }) => [sweeps.fill(at + 4 * start, length, value)]);
  return () => crew.run(work);
}
