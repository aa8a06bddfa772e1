import type { TrainEvent } from '@unsaturate/train';
import type { KeptRun, OwnText } from '../messages.ts';
import { storageReason } from './problems.ts';
import type { RunStorage } from './run-storage.ts';

/** Keeps a run in the browser's storage and, where that fails, in memory. */
export interface Keeper {
  read(): Promise<KeptRun | undefined>;
  /** Keeps a run in place of the one before. */
  replace(run: KeptRun): Promise<void>;
  /** Keeps where a run is now; `news` is what happened since it was kept before. */
  update(run: KeptRun, news: readonly TrainEvent[]): Promise<void>;
  /** Gives the run its text. */
  setText(text: OwnText): Promise<void>;
  /** The run that is in memory only, if one is. */
  unsaved(): KeptRun | undefined;
}

/**
 * @param unsaved - A run that the storage does not have.
 * @param warn - Told when a run begins to be in memory only, and why.
 */
export function createKeeper(
  storage: RunStorage,
  unsaved: KeptRun | undefined,
  warn: (message: string) => void,
): Keeper {
  let memory = unsaved;

  /** Stores a run, or has it in memory. */
  const keep = async (run: KeptRun, store: () => Promise<void>): Promise<void> => {
    try {
      await store();
      memory = undefined;
    } catch (failure) {
      if (memory === undefined) warn(warning(failure));
      memory = run;
    }
  };

  return {
    read: async () => memory ?? storage.read(),
    replace: (run) => keep(run, () => storage.replace(run)),
    update: (run, news) =>
      keep(run, () =>
        memory === undefined
          ? storage.add({ bytes: run.bytes, writing: run.writing }, news)
          : storage.replace(run),
      ),
    async setText(text) {
      if (memory === undefined) await storage.setText(text);
      else memory = { ...memory, text };
    },
    unsaved: () => memory,
  };
}

function warning(failure: unknown): string {
  return (
    `The browser could not keep the run: ${storageReason(failure)}. Training goes on, but what was learned from here ` +
    'on is in this open page only: download the model before you close it.'
  );
}
