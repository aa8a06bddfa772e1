import type { Words } from '@unsaturate/core';
import type { BufferId, Clear, Instruction, Loop, Noise, Phase, Plan } from '@unsaturate/scan';
import type { Gemm } from '../gemm/gemm.ts';
import type { Arena } from '../memory/arena.ts';
import type { FillNormals } from '../noise/fill-normals.ts';
import { bindConstantProduct, bindProduct } from './bind-product.ts';
import { type Layout, layOut, type Place } from './layout.ts';

/**
 * A loop of a plan, compiled: the addresses of its loads, those of its stores, then how often to go around the
 * outermost dimension (1 for a loop without dimensions).
 */
type CompiledLoop = (...args: readonly number[]) => void;

/** What plans run on: one memory, and functions over it. */
export interface Engine {
  readonly arena: Arena;
  /** A mark of the arena, behind which every plan has its buffers while it runs. */
  readonly start: number;
  readonly gemm: Gemm;
  readonly fillNormals: FillNormals;
  compileLoops(loops: readonly Loop[]): readonly CompiledLoop[];
}

/** Where a run's noise comes from: site s of iteration i is stream number `base + i * sites + s`. */
export interface PlanNoise {
  readonly key: Words;
  readonly base: number;
  readonly sites: number;
}

/** Which part of a plan runs. */
type Direction = 'forward' | 'backward';

const emptyPhase: Phase = { before: [], step: [], after: [], forInput: [] };

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
}

/** A plan, compiled. */
export interface Executor {
  /**
   * Gives the plan's buffers their places, and takes them from the plan that had the engine's memory before. What no
   * one wrote yet is undefined.
   *
   * @throws OutOfMemoryError if memory cannot grow so far.
   */
  begin(steps: number): PlanRun;
}

type Bound = (iteration: number, noise: PlanNoise | undefined) => void;

/** Compiles the loops of a plan over an engine's memory, which it shares with all other plans. */
export function createExecutor(plan: Plan, engine: Engine): Executor {
  const loops = instructionsOf(plan).filter((each) => each.kind === 'loop');
  const functions = engine.compileLoops(loops);
  const compiled = new Map(loops.map((loop, i) => [loop, functions[i]!]));

  return {
    begin(steps) {
      engine.arena.reset(engine.start);
      const layout = layOut(plan, steps, engine.arena);
      const bind = (instruction: Instruction): Bound =>
        bindInstruction(instruction, layout, engine, compiled);
      const phases = new Map<Direction, BoundPhase>();
      const phaseOf = (direction: Direction): BoundPhase => {
        const phase = phases.get(direction) ?? bindPhase(plan[direction] ?? emptyPhase, layout, engine, bind);
        phases.set(direction, phase);
        return phase;
      };
      const view = (buffer: BufferId): Float32Array<ArrayBuffer> =>
        engine.arena.floats(layout.at(buffer), layout.length(buffer));
      const iterations = Array.from({ length: steps }, (_, i) => i);
      return {
        write: (buffer, values) => view(buffer).set(values),
        read: view,
        run(direction, noise) {
          const phase = phaseOf(direction);
          phase(direction === 'forward' ? iterations : iterations.toReversed(), noise);
        },
        runForInput() {
          for (const instruction of plan.backward?.forInput ?? []) bind(instruction)(0, undefined);
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

type BoundPhase = (iterations: readonly number[], noise: PlanNoise | undefined) => void;

function bindPhase(
  phase: Phase,
  layout: Layout,
  { arena, gemm }: Engine,
  bind: (instruction: Instruction) => Bound,
): BoundPhase {
  const before = phase.before.map(bind);
  const step = phase.step.map((each): (() => Bound) => {
    if (each.kind === 'product' && each.constantB) return bindConstantProduct(each, layout, arena, gemm);
    const bound = bind(each);
    return () => bound;
  });
  const after = phase.after.map(bind);
  return (iterations, noise) => {
    for (const each of before) each(0, noise);
    // Only now are the right factors known that stay the same in all steps.
    const ready = step.map((prepare) => prepare());
    for (const iteration of iterations) for (const each of ready) each(iteration, noise);
    for (const each of after) each(0, noise);
  };
}

function bindInstruction(
  instruction: Instruction,
  layout: Layout,
  { arena, gemm, fillNormals }: Engine,
  compiled: ReadonlyMap<Loop, CompiledLoop>,
): Bound {
  const { kind } = instruction;
  if (kind === 'loop') return bindLoop(instruction, layout, compiled.get(instruction)!);
  if (kind === 'product') return bindProduct(instruction, layout, arena, gemm);
  if (kind === 'noise') return bindNoise(instruction, layout, fillNormals);
  return bindClear(instruction, layout, arena);
}

function bindNoise({ site, size, to }: Noise, layout: Layout, fillNormals: FillNormals): Bound {
  const { at, stride } = layout.place(to);
  return (iteration, noise) => {
    const { key, base, sites } = noise!;
    fillNormals(at + iteration * stride, size, key, base + iteration * sites + site);
  };
}

function bindClear({ buffer, value }: Clear, layout: Layout, arena: Arena): Bound {
  const [at, length] = [layout.at(buffer), layout.length(buffer)];
  return () => {
    arena.floats(at, length).fill(value);
  };
}

function bindLoop(loop: Loop, layout: Layout, run: CompiledLoop): Bound {
  const places: readonly Place[] = [...loop.loads, ...loop.stores].map((view) => layout.place(view));
  const outermost = (loop.dims[0] ?? 1) * (loop.timesSteps ? layout.steps : 1);
  const args = [...places.map(({ at }) => at), outermost];
  return (iteration) => {
    places.forEach(({ at, stride }, i) => (args[i] = at + iteration * stride));
    run(...args);
  };
}
