import type { Backend } from 'shared/command-line';
import type { Ending, Job, Standing } from './make-run.ts';
import type { Folders, RunId } from './run-id.ts';
import { type Failure, makeInProcess } from './worker-process.ts';

/** What to run, and how. */
export interface QueueOptions {
  readonly queue: readonly RunId[];
  readonly data: string | undefined;
  readonly folders: Folders;
  readonly backend: Backend;
  /** Runs made side by side. */
  readonly workers: number;
  /** Stops all runs, with checkpoints, and starts no more. */
  readonly signal: AbortSignal;
  readonly watch: Watcher;
}

/** Hears what happens to runs. */
export interface Watcher {
  started(id: RunId): void;
  standing(id: RunId, standing: Standing): void;
  ended(id: RunId, ending: Ending | Failure): void;
}

/** How the runs of a queue ended; those that were not started are in none of the lists. */
export interface QueueEnd {
  readonly finished: readonly RunId[];
  readonly stopped: readonly RunId[];
  readonly failed: readonly RunId[];
}

/** Makes the runs of a queue in order, several side by side; one that fails does not keep the others. */
export async function runQueue(options: QueueOptions): Promise<QueueEnd> {
  const { queue, data, folders, backend, workers, signal, watch } = options;
  const ends = { finished: [] as RunId[], stopped: [] as RunId[], failed: [] as RunId[] };
  const waiting = [...queue];
  const workOff = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !signal.aborted; id = waiting.shift()) {
      const job: Job = { id, data, folders, backend };
      const running = id;
      watch.started(running);
      const ending = await makeInProcess(job, signal, (standing) => watch.standing(running, standing));
      watch.ended(running, ending);
      ends[ending.type].push(running);
    }
  };
  await Promise.all(Array.from({ length: workers }, workOff));
  return ends;
}
