import type { ArmEvent, ArmRun } from './arm-run.ts';

/** What a worker is told: the run, once, and then to hold and to go on. */
export type ToWorker = { readonly type: 'run'; readonly run: ArmRun } | { readonly type: 'hold' | 'go' };

/** What a worker says. */
export type FromWorker =
  | ArmEvent
  | { readonly type: 'end' }
  | { readonly type: 'failure'; readonly message: string };
