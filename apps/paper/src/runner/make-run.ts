import { join } from 'node:path';
import {
  decodeCheckpoint,
  type Json,
  restoreParameters,
  train,
  type TrainResult,
  type ValidationEvent,
} from '@unsaturate/train';
import { fileCheckpoints, jsonLines } from '@unsaturate/train/node';
import type { Backend } from 'shared/command-line';
import { readEvents } from 'shared/report';
import type { Experiment, Outcome, TrainingPlan } from '../experiment/experiment.ts';
import { assertOutcome } from '../experiment/outcome.ts';
import { trainingOf } from '../experiment/training-of.ts';
import { curveOf, type MeasureEvent } from '../results/curve.ts';
import type { Curve } from '../results/result.ts';
import { writeResult } from '../results/result-files.ts';
import { commandOf, machine, sourceState } from './made-by.ts';
import { type Folders, runFolder, type RunId } from './run-id.ts';
import { startSession } from './session.ts';

/** What a worker is given. */
export interface Job {
  readonly id: RunId;
  readonly data: string | undefined;
  readonly folders: Folders;
  /** The backend of TensorFlow.js; the worker makes it the active one. */
  readonly backend: Backend;
}

/** How far a run is. */
export interface Standing {
  readonly update: number;
  readonly total: number;
  /** Training nll of the update. */
  readonly nll: number;
}

/** How making a run ended: with a results file, or with a checkpoint to go on from. */
export type Ending =
  | { readonly type: 'finished'; readonly path: string }
  | { readonly type: 'stopped'; readonly update: number };

const eventsFile = 'events.jsonl';

/**
 * Trains a run from its last checkpoint, if there is one, and writes its results file.
 *
 * @param signal - Stops it after the update under way, with a checkpoint.
 * @throws CheckpointMismatchError if the checkpoint is of other settings.
 */
export async function makeRun(
  experiment: Experiment,
  { id, data, folders, backend }: Job,
  signal: AbortSignal,
  onUpdate: (standing: Standing) => void,
): Promise<Ending> {
  const folder = runFolder(folders, id);
  const plan = await experiment.plan({ preset: id.preset, arm: id.arm, seed: id.seed, data });
  const architecture = { ...id, settings: plan.settings } as unknown as Json;
  const store = await fileCheckpoints(folder);
  const last = await store.last();
  const resume = last && decodeCheckpoint(last);
  const { commit, dirty } = sourceState();
  const session = startSession(folder, resume !== undefined, { commit, dirty });
  const log = await jsonLines(join(folder, eventsFile), resume?.progress.update);
  let trained: TrainResult;
  try {
    trained = await train({
      ...trainingOf(plan),
      checkpoints: {
        store,
        architecture,
        ...(plan.checkpointEvery !== undefined && { every: plan.checkpointEvery }),
      },
      ...(resume && { resume }),
      signal,
      async onEvent(event) {
        log.write(event);
        if (event.type === 'update') onUpdate(standingOf(plan, event));
        if (event.type === 'validation') await measure(plan, event, (measured) => log.write(measured));
        if (event.type === 'checkpoint') await session.note();
      },
    });
  } finally {
    log.close();
  }
  if (trained.reason === 'interrupted') return { type: 'stopped', update: trained.update };

  const curve = curveOf(readEvents(join(folder, eventsFile)));
  const { metrics, pictures = [] } = await outcomeOf(experiment, plan, trained, curve, async () => {
    const best = await store.best();
    if (best) restoreParameters(plan.model.parameters, architecture, decodeCheckpoint(best));
  });
  const { wallSeconds, commits, dirty: wasDirty } = session.total();
  const path = await writeResult(folders, {
    ...id,
    settings: plan.settings,
    updates: trained.update,
    metrics,
    curve,
    pictures,
    made: {
      command: commandOf(id, data, backend),
      commit,
      dirty: wasDirty || commits.length > 1,
      machine: await machine(),
      wallSeconds,
      date: new Date().toISOString(),
    },
  });
  return { type: 'finished', path };
}

function standingOf(
  { epochs, data }: TrainingPlan,
  { update, nll }: Pick<Standing, 'update' | 'nll'>,
): Standing {
  return { update, nll, total: epochs * data.batchesPerEpoch };
}

/** The values of the learning curve that the plan measures itself. */
async function measure(
  plan: TrainingPlan,
  { update, epoch, stage }: Pick<ValidationEvent, 'update' | 'epoch' | 'stage'>,
  write: (event: MeasureEvent) => void,
): Promise<void> {
  if (plan.measure === undefined) return;
  const noiseScale = plan.noiseScale({ update, epoch: epoch - 1 });
  write({ type: 'measure', update, values: await plan.measure(noiseScale, stage) });
}

async function outcomeOf(
  experiment: Experiment,
  plan: TrainingPlan,
  { update, epoch }: TrainResult,
  curve: Curve,
  restoreBest: () => Promise<void>,
): Promise<Outcome> {
  const noiseScale = plan.noiseScale({ update, epoch });
  const outcome = await plan.finish({ noiseScale, curve, restoreBest });
  assertOutcome(experiment, outcome);
  return outcome;
}
