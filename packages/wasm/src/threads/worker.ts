/** What a worker is started with. */
export interface WorkerStart {
  readonly memory: WebAssembly.Memory;
  /** Address of its words; see {@link words}. */
  readonly at: number;
  /** How often it looks for an order before it sleeps. */
  readonly spins: number;
}

/**
 * Words of 32 bits in shared memory by which the main thread and a worker speak, from the worker's address on: the number
 * of the order that was given last, of the one that somebody has begun and of the one that is done, who sleeps, what went
 * wrong, and the order itself. What one side writes is in a line of the cache of its own.
 */
export const words = {
  given: 0,
  mainSleeps: 1,
  done: 16,
  workerSleeps: 17,
  failed: 18,
  claimed: 32,
  order: 48,
} as const;

/** Words that an order may have. */
export const orderCapacity = 16336;

/**
 * An order begins with its kind. `load` is followed by the address and length of a module, whose functions get the next
 * numbers; `run` by how many calls there are, and each call by its length, the function's number and the arguments;
 * after `leave` the worker looks at its words no more.
 */
export const orders = { load: 0, run: 1, leave: 2 } as const;

/** What is the same in workers of Node and of pages. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: { data: WorkerStart }) => void): void;
  postMessage(message: 'started', transfer: readonly never[]): void;
}

/**
 * The program of a worker: waits for orders and carries them out, until it is to leave. It spins a while before it sleeps, since the
 * next order mostly comes within microseconds.
 *
 * It is sent to the worker as text, so that no bundler has to find a file: it must not refer to anything outside.
 */
function work(scope: WorkerScope, at: typeof words, kinds: typeof orders): void {
  type Callable = (...args: readonly number[]) => void;
  const serve = ({ memory, at: address, spins }: WorkerStart): void => {
    const shared = new Int32Array(memory.buffer, address);
    const functions: Callable[] = [];

    const load = (from: number, length: number): void => {
      // A module cannot be compiled from shared memory.
      const bytes = new Uint8Array(memory.buffer, from >>> 0, length).slice();
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
      functions.push(...(Object.values(instance.exports) as Callable[]));
    };
    const run = (count: number, first: number): void => {
      let next = first;
      for (let i = 0; i < count; i++) {
        const length = shared[next]!;
        functions[shared[next + 1]!]!(...shared.subarray(next + 2, next + 1 + length));
        next += 1 + length;
      }
    };
    const pause = (seen: number): void => {
      for (let i = 0; i < spins; i++) if (Atomics.load(shared, at.given) !== seen) return;
      Atomics.store(shared, at.workerSleeps, 1);
      Atomics.wait(shared, at.given, seen);
      Atomics.store(shared, at.workerSleeps, 0);
    };

    let seen = 0;
    let leaves = false;
    while (!leaves) {
      while (Atomics.load(shared, at.given) === seen) pause(seen);
      seen = Atomics.load(shared, at.given);
      // The main thread does itself what has not been begun when it has nothing else to do.
      const before = (seen - 1) | 0;
      if (Atomics.compareExchange(shared, at.claimed, before, seen) !== before) continue;
      try {
        const [kind, a, b] = shared.subarray(at.order, at.order + 3) as unknown as [number, number, number];
        if (kind === kinds.load) load(a, b);
        else if (kind === kinds.run) run(a, at.order + 2);
        else leaves = true;
      } catch {
        Atomics.store(shared, at.failed, 1);
      }
      Atomics.store(shared, at.done, seen);
      if (Atomics.load(shared, at.mainSleeps) === 1) Atomics.notify(shared, at.done);
    }
  };

  scope.addEventListener('message', ({ data }) => {
    scope.postMessage('started', []);
    serve(data);
  });
}

/** The program of a worker as text, over what `scope` is there. */
export function workerSource(scope: string): string {
  return `(${work.toString()})(${scope}, ${JSON.stringify(words)}, ${JSON.stringify(orders)});`;
}
