import { UnsaturateError } from '@unsaturate/core';
import type { Vocabulary } from '@unsaturate/tasks';
import { type Checkpoint, CheckpointError, decodeCheckpoint, type Json } from '@unsaturate/train';
import { presetNames } from './presets.ts';
import type { RunConfig, RunPlan } from './run-config.ts';

/** A checkpoint of a language model and what it holds beside the model. */
export interface SavedRun {
  readonly checkpoint: Checkpoint;
  readonly run: RunConfig;
  readonly plan: RunPlan;
  readonly vocabulary: Vocabulary;
}

/** A file is not the checkpoint of a language model, or cannot be read. */
export class SavedRunError extends UnsaturateError {
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super('SavedRunError', `${path}: ${problem}`, options);
  }
}

/**
 * Reads the checkpoint of a language model.
 *
 * @param path - Name of the file that the bytes are of, for errors.
 * @throws {@link SavedRunError} if they are not such a checkpoint.
 */
export function decodeSavedRun(path: string, bytes: Uint8Array): SavedRun {
  const checkpoint = decode(path, bytes);
  const user = checkpoint.user as Partial<SavedRun> | null;
  if (!user?.run || !user.plan || !user.vocabulary || !presetNames.includes(user.run.preset)) {
    throw new SavedRunError(path, 'is a checkpoint, but not one of this version of this app.');
  }
  // Before there were schedules every run was constant. The order of what is saved stays, for equal files.
  const run =
    'noiseSchedule' in user.run
      ? user.run
      : { ...(user.run as RunConfig), noiseSchedule: 'constant' as const };
  return { checkpoint, run, plan: user.plan, vocabulary: user.vocabulary };
}

/** What a checkpoint of a language model keeps beside the model. */
export function savedWith({ run, plan, vocabulary }: Omit<SavedRun, 'checkpoint'>): Json {
  return { run, plan, vocabulary } as unknown as Json;
}

function decode(path: string, bytes: Uint8Array): Checkpoint {
  try {
    return decodeCheckpoint(bytes);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    const problem =
      cause.reason === 'not-a-checkpoint'
        ? 'is not a checkpoint. Give a run folder or a checkpoint file.'
        : cause.message.replace(/^decodeCheckpoint: /, '');
    throw new SavedRunError(path, problem, { cause });
  }
}
