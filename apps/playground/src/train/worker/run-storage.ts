import type { TrainEvent } from '@unsaturate/train';
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { KeptRun, OwnText } from '../messages.ts';

/** Keeps one run in the browser. Every change is made as a whole or not at all. */
export interface RunStorage {
  read(): Promise<KeptRun | undefined>;
  /** Keeps a run in place of the one before. */
  replace(run: KeptRun): Promise<void>;
  /** Replaces the checkpoint, and adds what happened since the one before. */
  add(checkpoint: Checkpoint, events: readonly TrainEvent[]): Promise<void>;
  /** Gives the run its text. */
  setText(text: OwnText): Promise<void>;
}

type Checkpoint = Pick<KeptRun, 'bytes' | 'writing'>;

interface Schema extends DBSchema {
  checkpoint: { key: typeof only; value: Checkpoint };
  text: { key: typeof only; value: OwnText | null };
  /** Pieces in the order in which they were added. */
  events: { key: number; value: readonly TrainEvent[] };
}

/** Key of what there is one of. */
const only = 'run';
const stores = ['checkpoint', 'text', 'events'] as const;

/** The storage of this page, in IndexedDB. It is opened when it is first used. */
export function runStorage(): RunStorage {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const open = async (): Promise<IDBPDatabase<Schema>> => {
    opened ??= openDB<Schema>('unsaturate-playground', 1, {
      upgrade(database) {
        database.createObjectStore('checkpoint');
        database.createObjectStore('text');
        database.createObjectStore('events', { autoIncrement: true });
      },
    });
    opened.catch(() => (opened = undefined));
    return opened;
  };
  const change = async (make: (stores: Change) => Promise<unknown>[]): Promise<void> => {
    const transaction = (await open()).transaction(stores, 'readwrite');
    await Promise.all([...make(transaction), transaction.done]);
  };
  return {
    async read() {
      const transaction = (await open()).transaction(stores);
      const [checkpoint, text, events] = await Promise.all([
        transaction.objectStore('checkpoint').get(only),
        transaction.objectStore('text').get(only),
        transaction.objectStore('events').getAll(),
      ]);
      return checkpoint && { ...checkpoint, text: text ?? null, events: events.flat() };
    },
    replace: ({ bytes, writing, text, events }) =>
      change((transaction) => [
        transaction.objectStore('checkpoint').put({ bytes, writing }, only),
        transaction.objectStore('text').put(text, only),
        transaction.objectStore('events').clear(),
        transaction.objectStore('events').add(events),
      ]),
    add: (checkpoint, events) =>
      change((transaction) => [
        transaction.objectStore('checkpoint').put(checkpoint, only),
        transaction.objectStore('events').add(events),
      ]),
    setText: (text) => change((transaction) => [transaction.objectStore('text').put(text, only)]),
  };
}

type Change = IDBPTransaction<Schema, typeof stores, 'readwrite'>;
