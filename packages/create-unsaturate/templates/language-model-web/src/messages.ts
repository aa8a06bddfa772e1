import type { Told } from './learn';

/** What the page says to the worker. */
export type ToWorker =
  | { readonly type: 'learn'; readonly text: string }
  | { readonly type: 'pause' | 'go on' };

/** What the worker says to the page. */
export type ToPage =
  | { readonly type: 'started'; readonly device: string }
  | ({ readonly type: 'told' } & Told)
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly message: string };
