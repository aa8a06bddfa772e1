import type { Ending, Job, Standing } from './make-run.ts';

/** What a worker is told. */
export type ToWorker = { readonly type: 'make'; readonly job: Job } | { readonly type: 'stop' };

/** What a worker says. */
export type FromWorker =
  | { readonly type: 'standing'; readonly standing: Standing }
  | Ending
  | { readonly type: 'failed'; readonly message: string };
