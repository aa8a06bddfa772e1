import type { Engine } from '../target/engine.ts';
import { type Board, boardBytes, createBoard } from './board.ts';
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

/** Workers that look at one board. */
interface Team {
  readonly workers: readonly RunningWorker[];
  readonly board: Board;
  /** Address of the board. */
  readonly at: number;
}

// The next job mostly comes within microseconds, and waking up takes fifty; but a thread that waits must not keep one
// that works from a processor.
const longSpins = 300_000;
const shortSpins = 300;

/** Tells workers to leave; whether they do within a second. */
async function leave(board: Board): Promise<boolean> {
  board.leave();
  for (let i = 0; i < 250 && !board.haveLeft(); i++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 4);
    });
  }
  return board.haveLeft();
}

/** An engine's staff, of none. */
export function createStaff({ heap, crew, patience }: Engine): Staff {
  let team: Team | undefined;
  const end = async ({ workers, board, at }: Team): Promise<void> => {
    const haveLeft = await leave(board);
    const ended = await Promise.all(workers.map(async (worker) => worker.end()));
    // One that may still look there would take jobs that are meant for the next.
    if (haveLeft || ended.every(Boolean)) heap.free(at);
  };
  const dismiss = async (): Promise<void> => {
    crew.dismiss();
    const before = team;
    team = undefined;
    if (before !== undefined) await end(before);
  };
  return {
    get workers() {
      return team?.workers ?? [];
    },
    async hire(count) {
      const spins = count < processors() ? longSpins : shortSpins;
      const at = heap.allocate(boardBytes);
      const board = createBoard(heap, at, count, { patience, spins });
      const onEnd = (): void => {
        if (team?.at === at) crew.dismiss();
      };
      const starting = Array.from({ length: count }, async () =>
        startWorker({ memory: heap.memory, at, spins }, onEnd),
      );
      const started = await Promise.allSettled(starting);
      const workers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      team = { workers, board, at };
      const failed = started.find((each) => each.status === 'rejected');
      if (failed === undefined) {
        crew.hire(board, () => void dismiss());
        return;
      }
      await dismiss();
      throw failed.reason;
    },
    dismiss,
  };
}
