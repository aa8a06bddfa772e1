import type { Workload } from '../workloads/workload.ts';

/** Who does the work. */
export type ImplementationName = 'unsaturate' | 'unsaturate eager' | 'tf.layers' | 'jax-js' | 'pytorch';

/** What a worker is asked to do. */
export interface Task {
  readonly implementation: ImplementationName;
  readonly backend: string;
  /** Threads to use; 1 unless the implementation has a choice. */
  readonly threads: number;
  readonly workload: Workload;
}

/** Does the work once and gives the loss. */
export type Step = () => Promise<number>;

/** Builds the work: parameters, data, compiled functions. */
export type Build = (task: Task) => Step;

/** Loads libraries and backends and gives what builds the work. */
export type Load = (task: Task) => Promise<Build>;

/** Thrown by a worker that has no way to do its task; its message is the reason, for the reader of the table. */
export class CannotError extends Error {
  override readonly name = 'CannotError';
}
