import { decodeCheckpoint, train, type TrainEvent, type TrainResult } from '@unsaturate/train';
import { whenDeviceLost } from '@unsaturate/webgpu';
import {
  noiseScaleAt,
  type RunConfig,
  type RunPlan,
  sampleText,
  type Setup,
  trainingOptions,
} from 'shared/language-model';
import type { FromWorker, KeptRun, OwnText, Writing } from '../messages.ts';
import type { Keeper } from './keeper.ts';
import { runView } from './run-view.ts';

/** A run to be trained from the start, or from where it is kept. */
export interface Job {
  readonly setup: Setup;
  readonly run: RunConfig;
  readonly plan: RunPlan;
  readonly text: OwnText | null;
  readonly kept?: KeptRun;
  readonly keeper: Keeper;
  /** Ends it after the update under way. */
  readonly signal: AbortSignal;
  readonly say: (message: FromWorker) => void;
}

/** Tokens that the model writes each time. */
const writingLength = 40;

/** Trains a run, keeps it, and says what happens and what the model writes meanwhile. */
export async function carryOut(job: Job): Promise<TrainResult> {
  const { setup, run, plan, text, kept, keeper, signal, say } = job;
  const resume = kept && decodeCheckpoint(kept.bytes);
  const events: TrainEvent[] = [...(kept?.events ?? [])];
  let known = events.length;
  let isKept = kept !== undefined;
  let writing = kept?.writing ?? null;

  const store = {
    async save(bytes: Uint8Array) {
      const now = { bytes, text, events: [...events], writing };
      await (isKept ? keeper.update(now, events.slice(known)) : keeper.replace(now));
      isKept = true;
      known = events.length;
    },
  };
  const { batchesPerEpoch } = setup.train;
  const progress = resume?.progress ?? { update: 0, epoch: 0, batchesPerEpoch };
  say({
    type: 'run',
    run: runView({ run, plan }, progress, setup.corpus.vocabulary.tokens.length, text),
    events,
    writing,
  });
  say({ type: 'activity', activity: 'training' });
  return untilLost(plan.backend, () =>
    train({
      ...trainingOptions(run, plan, setup, store),
      ...(resume && { resume }),
      signal,
      async onEvent(event) {
        events.push(event);
        say({ type: 'event', event });
        if (event.type !== 'update' || !isTimeToWrite(event.update)) return;
        writing = await write(setup, run, event);
        say({ type: 'writing', writing });
      },
    }),
  );
}

function isTimeToWrite(update: number): boolean {
  return update === 1 || update % 25 === 0;
}

/** Lets the model write; another text each time. */
async function write(
  { model, corpus, train }: Setup,
  run: RunConfig,
  { update, epoch }: { readonly update: number; readonly epoch: number },
): Promise<Writing> {
  const { batchesPerEpoch } = train;
  const text = await sampleText(model, corpus.vocabulary, {
    prompt: '',
    length: writingLength,
    temperature: 0.8,
    seed: run.seed + update,
    noiseScale: noiseScaleAt(run, { update, epoch: epoch - 1, batchesPerEpoch }),
  });
  return { update, text };
}

/**
 * What `act` gives, unless the GPU is lost meanwhile.
 *
 * @throws DeviceLostError if it is: nothing else may come of `act` then.
 */
export async function untilLost<Result>(
  backend: RunPlan['backend'],
  act: () => Promise<Result>,
): Promise<Result> {
  if (backend !== 'webgpu') return act();
  const lost = whenDeviceLost().then((loss) => {
    throw loss;
  });
  return Promise.race([act(), lost]);
}
