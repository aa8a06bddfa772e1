import type { WorkerStart } from './worker.ts';

/** The part of node:worker_threads that is used. */
export interface WorkerThreads {
  readonly Worker: new (source: string, options: { eval: true; name: string }) => NodeWorker;
}

interface NodeWorker {
  terminate(): unknown;
  on(event: 'message' | 'error' | 'exit', listener: (value: Error) => void): void;
  postMessage(message: WorkerStart, transfer: readonly never[]): void;
  unref(): void;
}

interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): WorkerThreads;
  getBuiltinModule?(name: 'node:os'): { availableParallelism(): number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Node's `process`; undefined in a page. */
export const nodeProcess: NodeProcess | undefined = (globalThis as { process?: NodeProcess }).process;
