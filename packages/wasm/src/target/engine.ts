import { maximumPages, type ModuleOptions, supportsRelaxed } from '../assembler/index.ts';
import { createGemm, type Gemm } from '../gemm/gemm.ts';
import { compileLoops, type DrawingLoop } from '../loops/index.ts';
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
  compileLoops(loops: readonly DrawingLoop[]): readonly number[];
}

/** An engine of one thread with a memory of its own; uses relaxed SIMD where the machine has it. */
export function createEngine(given: Partial<EngineOptions> = {}): Engine {
  const options: EngineOptions = { worthSharing: 40_000, patience: 20_000, ...given };
  const shared = canShare();
  const module: ModuleOptions = { relaxed: supportsRelaxed(), shared };
  const memory = newMemory(shared);
  const heap = createHeap(memory);
  const crew = createCrew(heap);
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

/**
 * A memory that may grow as far as possible: a shared one gets its addresses at once, and some systems have not got that
 * many.
 */
function newMemory(shared: boolean, maximum = maximumPages): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum, shared });
  } catch (error) {
    if (maximum <= leastPages) throw error;
    return newMemory(shared, maximum / 2);
  }
}

/** 128 MiB. */
const leastPages = 2048;

/** Whether memory can be shared between threads: in Node, and in pages that are isolated from other origins. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

let ours: Engine | undefined;

/** The engine of this package, made when it is first needed. */
export function engine(): Engine {
  return (ours ??= createEngine());
}
