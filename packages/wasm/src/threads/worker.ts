/** What a worker is started with. */
export interface WorkerStart {
  readonly memory: WebAssembly.Memory;
  /** Address of the board; see {@link words}. */
  readonly at: number;
  /** How often it looks at the bell before it sleeps. */
  readonly spins: number;
}

/**
 * The board by which the main thread and its workers speak: words of 32 bits in shared memory, from an address on. Words
 * that different threads write are in different lines of the cache.
 *
 * | word | |
 * | --- | --- |
 * | bell | how often something new was put up; who has nothing to do waits for it |
 * | leaving | 1 when all workers are to leave |
 * | modules | how many modules there are; the last one's address and length follow |
 * | mainSleeps | 1 while the main thread sleeps until `finished` changes |
 * | jobs | the jobs that nobody has begun: the first in the high 16 bits, the end in the low ones |
 * | finished | how many jobs, or whatever else all workers were told, are done |
 * | failed | 1 if one of them went wrong |
 * | sleepers | how many workers sleep |
 * | starts | for each job, the word where it begins: its number of calls, then each call's length and words |
 */
export const words = {
  bell: 0,
  leaving: 16,
  modules: 17,
  moduleAt: 18,
  moduleLength: 19,
  mainSleeps: 20,
  jobs: 32,
  finished: 48,
  failed: 49,
  sleepers: 64,
  starts: 80,
} as const;

/** Most jobs that are put up at once. */
export const mostJobs = 64;

/** Words that jobs may have, with what says where each starts. */
export const jobsCapacity = 32_768;

/** What is the same in workers of Node and of pages. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { data: WorkerStart }) => void): void;
  postMessage(message: 'started', transfer: readonly never[]): void;
}

/**
 * The program of a worker: takes jobs off the board until it is to leave. It spins a while before it sleeps, since the
 * next job mostly comes within microseconds. Workers take the last job first, the main thread the first: so each
 * computes about the same part of everything, which then is in its cache.
 *
 * It is sent to the worker as text, so that no bundler has to find a file: it must not refer to anything outside.
 */
function work(scope: WorkerScope, at: typeof words): void {
  type Callable = (...args: readonly number[]) => void;

  const serve = ({ memory, at: address, spins }: WorkerStart): void => {
    const board = new Int32Array(memory.buffer, address);
    const functions: Callable[] = [];
    let loaded = 0;

    const loadModule = (): void => {
      const from = board[at.moduleAt]! >>> 0;
      // A module cannot be compiled from shared memory.
      const bytes = new Uint8Array(memory.buffer, from, board[at.moduleLength]).slice();
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
      functions.push(...(Object.values(instance.exports) as Callable[]));
    };
    const runJob = (job: number): void => {
      let next = board[at.starts + job]!;
      const calls = board[next++]!;
      for (let i = 0; i < calls; i++) {
        const end = next + 1 + board[next]!;
        functions[board[next + 1]!]!(...board.subarray(next + 2, end));
        next = end;
      }
    };
    const finish = (what: () => void): void => {
      try {
        what();
      } catch {
        Atomics.store(board, at.failed, 1);
      }
      Atomics.add(board, at.finished, 1);
      if (Atomics.load(board, at.mainSleeps) === 1) Atomics.notify(board, at.finished);
    };
    /** Takes the last job that nobody has begun; -1 if there is none. */
    const takeJob = (): number => {
      for (;;) {
        const jobs = Atomics.load(board, at.jobs);
        const last = (jobs & 0xffff) - 1;
        if (jobs >>> 16 > last) return -1;
        if (Atomics.compareExchange(board, at.jobs, jobs, jobs - 1) === jobs) return last;
      }
    };
    const rest = (heard: number): void => {
      for (let i = 0; i < spins; i++) if (Atomics.load(board, at.bell) !== heard) return;
      Atomics.add(board, at.sleepers, 1);
      Atomics.wait(board, at.bell, heard);
      Atomics.sub(board, at.sleepers, 1);
    };

    for (;;) {
      const heard = Atomics.load(board, at.bell);
      if (Atomics.load(board, at.leaving) === 1) break;
      if (Atomics.load(board, at.modules) > loaded) {
        loaded++;
        finish(loadModule);
      }
      for (let job = takeJob(); job >= 0; job = takeJob()) {
        const mine = job;
        finish(() => runJob(mine));
      }
      rest(heard);
    }
    finish(() => {}); // looks at the board no more
  };

  scope.addEventListener('message', ({ data }) => {
    scope.postMessage('started', []);
    serve(data);
  });
}

/** The program of a worker as text, over what `scope` is there. */
export function workerSource(scope: string): string {
  return `(${work.toString()})(${scope}, ${JSON.stringify(words)});`;
}
