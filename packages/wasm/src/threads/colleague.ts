import { UnsaturateError } from '@unsaturate/core';
import type { Heap } from '../memory/heap.ts';
import type { Call } from './crew.ts';
import { orderCapacity, orders, words } from './worker.ts';

/** A worker thread did not do what it was told. */
export class ThreadError extends UnsaturateError {
  constructor(what: string) {
    super(
      'ThreadError',
      `@unsaturate/wasm: a worker thread ${what}, so this result is lost. What follows runs on one thread; ` +
        'call ready() to start threads again.',
    );
  }
}

/** A worker thread as the main thread sees it. */
export interface Colleague {
  /** Tells it to compile the module of so many bytes at an address. */
  load(at: number, length: number): void;
  /** Tells it to run calls. */
  run(calls: readonly Call[]): void;
  /** Takes the last order back, if it has not been begun. */
  takeBack(): boolean;
  /** Waits until the last order is done. */
  wait(): void;
  /** Tells it to leave. */
  leave(): void;
  /** Whether the last order is done. */
  isDone(): boolean;
}

/** Bytes of a worker's words in memory. */
export const colleagueBytes: number = 4 * (words.order + orderCapacity);

/**
 * The worker whose words are at an address.
 *
 * @param patience - Milliseconds until it is given up when it does not answer.
 * @param spins - How often to look whether an order is done before sleeping.
 */
export function createColleague(heap: Heap, at: number, patience: number, spins: number): Colleague {
  const shared = new Int32Array(heap.memory.buffer, at, words.order + orderCapacity);
  let given = Atomics.load(shared, words.given);

  const give = (): void => {
    given = (given + 1) | 0;
    Atomics.store(shared, words.given, given);
    if (Atomics.load(shared, words.workerSleeps) === 1) Atomics.notify(shared, words.given);
  };
  const isDone = (): boolean => Atomics.load(shared, words.done) === given;
  const wait = (): void => {
    let since: number | undefined;
    for (;;) {
      for (let i = 0; i < spins; i++) if (isDone()) return finish();
      since ??= performance.now();
      if (performance.now() - since > patience) throw new ThreadError('does not answer');
      sleep();
    }
  };
  const finish = (): void => {
    if (Atomics.exchange(shared, words.failed, 0) === 1) throw new ThreadError('failed');
  };
  /** Lets others have the processor, where a main thread may sleep: in Node, not in a page. */
  const sleep = (): void => {
    if (!canSleep) return;
    Atomics.store(shared, words.mainSleeps, 1);
    const done = Atomics.load(shared, words.done);
    if (done !== given) Atomics.wait(shared, words.done, done, 1);
    Atomics.store(shared, words.mainSleeps, 0);
  };

  return {
    load(from, length) {
      shared.set([orders.load, from, length], words.order);
      give();
    },
    run(calls) {
      let next = words.order + 2;
      let count = 0;
      for (const call of calls) {
        if (next + 1 + call.length > shared.length) {
          // More than an order has room for: the first part is done before the rest is told.
          shared[words.order] = orders.run;
          shared[words.order + 1] = count;
          give();
          wait();
          [next, count] = [words.order + 2, 0];
        }
        shared[next++] = call.length;
        for (const word of call) shared[next++] = word;
        count++;
      }
      shared[words.order] = orders.run;
      shared[words.order + 1] = count;
      give();
    },
    takeBack() {
      const before = (given - 1) | 0;
      if (Atomics.compareExchange(shared, words.claimed, before, given) !== before) return false;
      Atomics.store(shared, words.done, given);
      return true;
    },
    wait,
    leave() {
      shared[words.order] = orders.leave;
      give();
    },
    isDone,
  };
}

/** A page's main thread may not sleep; elsewhere `Atomics.wait` is allowed. */
const canSleep = typeof (globalThis as { window?: unknown }).window === 'undefined';
