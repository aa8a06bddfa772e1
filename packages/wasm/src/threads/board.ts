import type { Heap } from '../memory/heap.ts';
import type { Call } from './crew.ts';
import { ThreadError } from './thread-error.ts';
import { jobsCapacity, mostJobs, words } from './worker.ts';

/** The board as the main thread sees it. */
export interface Board {
  /** How many workers look at it. */
  readonly workers: number;
  /** Has all workers compile the module of so many bytes at an address, and waits until they have. */
  teach(at: number, length: number): void;
  /**
   * Runs jobs, each with what of `runHere` this thread takes and whatever workers take meanwhile; returns when all are
   * done.
   *
   * @throws ThreadError if a worker failed, or does not answer; it may still be at work then.
   */
  run(jobs: readonly (readonly Call[])[], runHere: (calls: readonly Call[]) => void): void;
  /** Tells all workers to leave. */
  leave(): void;
  /** Whether all have left, after {@link leave}. */
  haveLeft(): boolean;
}

/** Bytes of a board in memory. */
export const boardBytes: number = 4 * (words.starts + jobsCapacity);

/** How a board waits. */
export interface Waiting {
  /** Milliseconds until workers are given up when they do not answer. */
  readonly patience: number;
  /** How often to look whether jobs are done before sleeping. */
  readonly spins: number;
}

/** The board at an address, empty, that so many workers are going to look at. */
export function createBoard(heap: Heap, at: number, workers: number, { patience, spins }: Waiting): Board {
  const board = new Int32Array(heap.memory.buffer, at, boardBytes / 4).fill(0);

  const ring = (): void => {
    Atomics.add(board, words.bell, 1);
    if (Atomics.load(board, words.sleepers) > 0) Atomics.notify(board, words.bell);
  };
  const expect = (): void => {
    Atomics.store(board, words.finished, 0);
  };
  const wait = (count: number): void => {
    const isDone = (): boolean => Atomics.load(board, words.finished) === count;
    let since: number | undefined;
    for (;;) {
      for (let i = 0; i < spins; i++) if (isDone()) return finish();
      since ??= performance.now();
      if (performance.now() - since > patience) throw new ThreadError('does not answer');
      sleepUntil(count);
    }
  };
  const finish = (): void => {
    if (Atomics.exchange(board, words.failed, 0) === 1) throw new ThreadError('failed');
  };
  /** Lets others have the processor, where a main thread may sleep: in Node, not in a page. */
  const sleepUntil = (count: number): void => {
    if (!canSleep) return;
    Atomics.store(board, words.mainSleeps, 1);
    const finished = Atomics.load(board, words.finished);
    if (finished !== count) Atomics.wait(board, words.finished, finished, 1);
    Atomics.store(board, words.mainSleeps, 0);
  };

  /** Puts up jobs from `first` on, as many as there is room for; gives the end of those that are. */
  const putUp = (jobs: readonly (readonly Call[])[], first: number): number => {
    let next = words.starts + mostJobs;
    let job = first;
    for (; job < jobs.length && job - first < mostJobs; job++) {
      const calls = jobs[job]!;
      if (next + calls.reduce((sum, call) => sum + 1 + call.length, 1) > board.length) break;
      board[words.starts + job - first] = next;
      board[next++] = calls.length;
      for (const call of calls) {
        board[next++] = call.length;
        for (const word of call) board[next++] = word;
      }
    }
    return job;
  };
  /** Takes the first job that nobody has begun; undefined if there is none. */
  const takeJob = (): number | undefined => {
    for (;;) {
      const jobs = Atomics.load(board, words.jobs);
      const first = jobs >>> 16;
      if (first >= (jobs & 0xffff)) return undefined;
      if (Atomics.compareExchange(board, words.jobs, jobs, jobs + 0x1_0000) === jobs) return first;
    }
  };

  return {
    workers,
    teach(from, length) {
      expect();
      board[words.moduleAt] = from;
      board[words.moduleLength] = length;
      Atomics.add(board, words.modules, 1);
      ring();
      wait(workers);
    },
    run(jobs, runHere) {
      // The first is this thread's own, so a job that there is no room for is run, too.
      for (let own = 0, end = 0; own < jobs.length; own = end) {
        end = putUp(jobs, own + 1);
        expect();
        Atomics.store(board, words.jobs, end - own - 1);
        ring();
        runHere(jobs[own]!);
        let others = end - own - 1;
        for (let job = takeJob(); job !== undefined; job = takeJob()) {
          runHere(jobs[own + 1 + job]!);
          others--;
        }
        wait(others);
      }
    },
    leave() {
      expect();
      Atomics.store(board, words.leaving, 1);
      ring();
    },
    haveLeft: () => Atomics.load(board, words.finished) === workers,
  };
}

/** A page's main thread may not sleep; elsewhere `Atomics.wait` is allowed. */
const canSleep = typeof (globalThis as { window?: unknown }).window === 'undefined';
