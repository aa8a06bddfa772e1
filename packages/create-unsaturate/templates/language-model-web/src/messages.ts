import type { Told } from './learn';

/** What the page says to the worker. */
export type ToWorker = { readonly type: 'start'; readonly text: string } | { readonly type: 'stop' };

/** What the worker says to the page. */
export type ToPage =
  | { readonly type: 'running'; readonly on: string }
  | ({ readonly type: 'told' } & Told)
  | { readonly type: 'ended' }
  | { readonly type: 'failed'; readonly message: string };
