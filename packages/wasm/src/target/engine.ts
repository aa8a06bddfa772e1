import type { Loop } from '@unsaturate/scan';
import { maximumPages, type ModuleOptions, supportsRelaxed } from '../assembler/index.ts';
import { createGemm, type Gemm } from '../gemm/gemm.ts';
import { compileLoops } from '../loops/index.ts';
import { createHeap, type Heap } from '../memory/heap.ts';
import { createSweeps, type Sweeps } from '../memory/sweeps.ts';
import { createFillNormals, type FillNormals } from '../noise/fill-normals.ts';
import { createCrew, type Crew } from '../threads/crew.ts';

/** How an engine works. */
export interface EngineOptions {
  /** Fewer operations (multiply-adds, or values computed) are not worth telling another thread. */
  readonly worthSharing: number;
  /** Milliseconds until a thread that does not answer is given up. */
  readonly patience: number;
}

/** What plans run on: one memory, threads, and functions over the memory as calls for the threads. */
export interface Engine extends EngineOptions {
  readonly heap: Heap;
  readonly crew: Crew;
  readonly gemm: Gemm;
  readonly sweeps: Sweeps;
  readonly fillNormals: FillNormals;
  /** Compiles loops; gives the number of each one's function. */
  compileLoops(loops: readonly Loop[]): readonly number[];
}

/** An engine of one thread with a memory of its own; uses relaxed SIMD where the machine has it. */
export function createEngine(given: Partial<EngineOptions> = {}): Engine {
  const options: EngineOptions = { worthSharing: 40_000, patience: 20_000, ...given };
  const shared = canShare();
  const module: ModuleOptions = { relaxed: supportsRelaxed(), shared };
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared });
  const heap = createHeap(memory);
  const crew = createCrew(heap, options.patience);
  return {
    ...options,
    heap,
    crew,
    gemm: createGemm(crew, module),
    sweeps: createSweeps(crew, module),
    fillNormals: createFillNormals(crew, module),
    compileLoops(loops) {
      const functions = crew.load(compileLoops(loops, module));
      return loops.map((_, i) => functions[`loop${i}`]!);
    },
  };
}

/** Whether memory can be shared between threads: in Node, and in pages that are isolated from other origins. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

let ours: Engine | undefined;

/** The engine of this package, made when it is first needed. */
export function engine(): Engine {
  return (ours ??= createEngine());
}
