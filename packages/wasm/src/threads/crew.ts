import { instantiate } from '../assembler/index.ts';
import type { Heap } from '../memory/heap.ts';
import type { Board } from './board.ts';

/** A call of a compiled function: its number, then its arguments, all 32-bit integers. */
export type Call = readonly number[];

/** Compiled functions over one memory, and the threads that run them. */
export interface Crew {
  /** How many threads run. */
  readonly threads: number;
  /** Compiles a module for all threads and gives the numbers of its functions by their names. */
  load<Name extends string>(module: Uint8Array<ArrayBuffer>): Readonly<Record<Name, number>>;
  /**
   * Runs jobs: the calls of one job one after the other on one thread, those of different jobs at the same time, each
   * thread another job as soon as it has none. Returns when all are done.
   *
   * @throws ThreadError if a thread did not finish; then one thread goes on alone.
   */
  run(jobs: readonly (readonly Call[])[]): void;
  /**
   * Goes on with the workers that look at a board.
   *
   * @param onLost - Called when one did not finish: all must end, since they might still write.
   */
  hire(board: Board, onLost: () => void): void;
  /** Goes on alone. */
  dismiss(): void;
}

/** A crew of one thread. */
export function createCrew(heap: Heap): Crew {
  const functions: ((...args: readonly number[]) => number)[] = [];
  const modules: Uint8Array<ArrayBuffer>[] = [];
  let colleagues: Board | undefined;
  let lose = (): void => {};

  const runHere = (calls: readonly Call[]): void => {
    for (const call of calls) functions[call[0]!]!(...call.slice(1));
  };
  const dismiss = (): void => {
    colleagues = undefined;
  };
  /** Does something with others; if that fails they may still be writing, so they must go. */
  const together = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      dismiss();
      lose();
      throw error;
    }
  };

  const teach = (board: Board, module: Uint8Array): void => {
    const at = heap.allocate(module.length);
    try {
      new Uint8Array(heap.memory.buffer, at, module.length).set(module);
      together(() => board.teach(at, module.length));
    } finally {
      heap.free(at);
    }
  };

  return {
    get threads() {
      return 1 + (colleagues?.workers ?? 0);
    },
    load<Name extends string>(module: Uint8Array<ArrayBuffer>) {
      const exported = instantiate(module, heap.memory);
      const names = Object.keys(exported);
      const numbers = names.map((name, i) => [name, functions.length + i]);
      functions.push(...Object.values(exported));
      modules.push(module);
      if (colleagues !== undefined) teach(colleagues, module);
      return Object.fromEntries(numbers) as Record<Name, number>;
    },
    run(jobs) {
      const board = colleagues;
      if (board === undefined || jobs.length === 1) jobs.forEach(runHere);
      else together(() => board.run(jobs, runHere));
    },
    hire(board, onLost) {
      for (const module of modules) teach(board, module);
      colleagues = board;
      lose = onLost;
    },
    dismiss,
  };
}
