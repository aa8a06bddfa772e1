import type { TrainEvent } from '@unsaturate/train';
import type { Activity, FromWorker, Perplexities, RunView, Writing } from './messages.ts';

/** What a visitor sees of the worker. */
export interface Standing {
  readonly activity: Activity;
  readonly run: RunView | null;
  readonly events: readonly TrainEvent[];
  readonly writing: Writing | null;
  readonly perplexities: Perplexities | null;
  /** What did not work, last. */
  readonly problem: string | null;
}

/** Before the worker has said anything. */
export const firstStanding: Standing = {
  activity: 'opening',
  run: null,
  events: [],
  writing: null,
  perplexities: null,
  problem: null,
};

/** A standing after what the worker said, in its order. */
export function after(before: Standing, messages: readonly FromWorker[]): Standing {
  let { activity, run, writing, perplexities, problem } = before;
  let events = [...before.events];
  for (const message of messages) {
    switch (message.type) {
      case 'activity':
        ({ activity } = message);
        break;
      case 'run':
        ({ run, writing } = message);
        events = [...message.events];
        break;
      case 'event':
        events.push(message.event);
        if (run !== null && message.event.type === 'update') run = { ...run, update: message.event.update };
        break;
      case 'writing':
        ({ writing } = message);
        break;
      case 'perplexities':
        ({ perplexities } = message);
        break;
      case 'problem':
        problem = message.message;
        break;
      case 'file':
      case 'lost':
        break; // not seen
    }
  }
  const isOfNow = perplexities?.update === run?.update;
  return { activity, run, events, writing, perplexities: isOfNow ? perplexities : null, problem };
}
