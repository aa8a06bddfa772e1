import { instantiate } from '../assembler/index.ts';
import type { Heap } from '../memory/heap.ts';
import { type Colleague, createColleague } from './colleague.ts';

/** A call of a compiled function: its number, then its arguments, all 32-bit integers. */
export type Call = readonly number[];

/** Compiled functions over one memory, and the threads that run them. */
export interface Crew {
  /** How many threads run. */
  readonly threads: number;
  /** Compiles a module for all threads and gives the numbers of its functions by their names. */
  load<Name extends string>(module: Uint8Array<ArrayBuffer>): Readonly<Record<Name, number>>;
  /**
   * Runs calls: those of one list one after the other on one thread, those of different lists at the same time. Returns
   * when all are done.
   *
   * @param lists - At most as many as there are threads.
   * @throws ThreadError if a thread did not finish; then one thread goes on alone.
   */
  run(lists: readonly (readonly Call[])[]): void;
  /**
   * Goes on with the workers that were started at these addresses, where their words are.
   *
   * @param spins - How often to look whether one is done before sleeping.
   * @param onLost - Called when one did not finish: all must end, since they might still write.
   */
  hire(addresses: readonly number[], spins: number, onLost: () => void): void;
  /** Goes on alone. */
  dismiss(): void;
}

/**
 * A crew of one thread.
 *
 * @param patience - Milliseconds until a thread that does not answer is given up.
 */
export function createCrew(heap: Heap, patience = 0): Crew {
  const functions: ((...args: readonly number[]) => number)[] = [];
  const modules: Uint8Array<ArrayBuffer>[] = [];
  let colleagues: readonly Colleague[] = [];
  let lose = (): void => {};

  const runHere = (calls: readonly Call[]): void => {
    for (const call of calls) functions[call[0]!]!(...call.slice(1));
  };
  const dismiss = (): void => {
    colleagues = [];
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

  const teach = (pupils: readonly Colleague[], module: Uint8Array): void => {
    if (pupils.length === 0) return;
    const at = heap.allocate(module.length);
    try {
      new Uint8Array(heap.memory.buffer, at, module.length).set(module);
      together(() => {
        for (const each of pupils) each.load(at, module.length);
        for (const each of pupils) each.wait();
      });
    } finally {
      heap.free(at);
    }
  };

  return {
    get threads() {
      return 1 + colleagues.length;
    },
    load<Name extends string>(module: Uint8Array<ArrayBuffer>) {
      const exported = instantiate(module, heap.memory);
      const names = Object.keys(exported);
      const numbers = names.map((name, i) => [name, functions.length + i]);
      functions.push(...Object.values(exported));
      modules.push(module);
      teach(colleagues, module);
      return Object.fromEntries(numbers) as Record<Name, number>;
    },
    run(lists) {
      if (lists.length === 1) return runHere(lists[0]!);
      const [mine = [], ...others] = lists;
      const orders = others.flatMap((calls, i) => (calls.length > 0 ? [{ calls, to: colleagues[i]! }] : []));
      together(() => {
        for (const { calls, to } of orders) to.run(calls);
        runHere(mine);
        for (const { calls, to } of orders) {
          // Who has not begun sleeps, or has no processor: it is faster not to wait.
          if (to.takeBack()) runHere(calls);
          else to.wait();
        }
      });
    },
    hire(addresses, spins, onLost) {
      const hired = addresses.map((at) => createColleague(heap, at, patience, spins));
      for (const module of modules) teach(hired, module);
      colleagues = hired;
      lose = onLost;
    },
    dismiss,
  };
}
