import type { Engine } from '../target/engine.ts';
import { type Colleague, colleagueBytes, createColleague } from './colleague.ts';
import { processors } from './processors.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

/** The workers of an engine. */
export interface Staff {
  /** The workers that were started and not dismissed. */
  readonly workers: readonly RunningWorker[];
  /** Starts so many workers and lets them compute; if one cannot be started, none does. */
  hire(count: number): Promise<void>;
  /** Ends all workers; one thread goes on. */
  dismiss(): Promise<void>;
}

/** A worker and where its words are in memory. */
interface Hired {
  readonly worker: RunningWorker;
  readonly at: number;
}

// The next order mostly comes within microseconds, and waking up takes fifty; but a thread that waits must not keep one
// that works from a processor.
const longSpins = 300_000;
const shortSpins = 300;

/** Tells a worker to leave; whether it does within a second. */
async function leaves(worker: Colleague): Promise<boolean> {
  worker.leave();
  for (let i = 0; i < 250 && !worker.isDone(); i++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 4);
    });
  }
  return worker.isDone();
}

/** An engine's staff, of none. */
export function createStaff({ heap, crew }: Engine): Staff {
  let hired: readonly Hired[] = [];

  const dismiss = async (): Promise<void> => {
    crew.dismiss();
    const before = hired;
    hired = [];
    await Promise.all(
      before.map(async ({ worker, at }) => {
        const hasLeft = await leaves(createColleague(heap, at, 0, 0));
        const hasEnded = await worker.end();
        // One that may still look there would take orders that are given to the next.
        if (hasLeft || hasEnded) heap.free(at);
      }),
    );
  };
  return {
    get workers() {
      return hired.map(({ worker }) => worker);
    },
    async hire(count) {
      const spins = count < processors() ? longSpins : shortSpins;
      const addresses = Array.from({ length: count }, () => heap.allocate(colleagueBytes));
      for (const at of addresses) new Int32Array(heap.memory.buffer, at, colleagueBytes / 4).fill(0);
      const onEnd = (at: number): void => {
        if (hired.some((each) => each.at === at)) crew.dismiss();
      };
      const starting = addresses.map(async (at) => {
        return { worker: await startWorker({ memory: heap.memory, at, spins }, () => onEnd(at)), at };
      });
      const started = await Promise.allSettled(starting);
      hired = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const failed = started.find((each) => each.status === 'rejected');
      if (failed === undefined) {
        crew.hire(addresses, spins, () => void dismiss());
        return;
      }
      for (const at of addresses) if (!hired.some((each) => each.at === at)) heap.free(at);
      await dismiss();
      throw failed.reason;
    },
    dismiss,
  };
}
