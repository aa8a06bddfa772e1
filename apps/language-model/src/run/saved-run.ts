import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsaturateError } from '@unsaturate/core';
import type { Vocabulary } from '@unsaturate/tasks';
import { type Checkpoint, CheckpointError, decodeCheckpoint, type Json } from '@unsaturate/train';
import { presetNames } from './presets.ts';
import type { RunConfig, RunPlan } from './run-config.ts';

/** A checkpoint of this app and what it holds beside the model. */
export interface SavedRun {
  readonly checkpoint: Checkpoint;
  readonly run: RunConfig;
  readonly plan: RunPlan;
  readonly vocabulary: Vocabulary;
}

/** A path does not lead to a checkpoint of this app. */
class SavedRunError extends UnsaturateError {
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super('SavedRunError', `${path}: ${problem}`, options);
  }
}

/** The file of a run folder that holds its last checkpoint. */
const lastCheckpoint = 'checkpoint.safetensors';

/**
 * Reads the checkpoint of a run.
 *
 * @param path - A run folder, whose last checkpoint is taken, or a checkpoint file.
 * @throws {@link SavedRunError} if there is none or it cannot be read.
 */
export async function readSavedRun(path: string): Promise<SavedRun> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(path, lastCheckpoint) : path;
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const advice = isFolder ? 'The folder holds no run.' : 'Give a run folder or a checkpoint file.';
    throw new SavedRunError(file, `cannot be read (${cause.code ?? cause.message}). ${advice}`, { cause });
  });
  const checkpoint = decode(file, new Uint8Array(bytes));
  const user = checkpoint.user as Partial<SavedRun> | null;
  if (!user?.run || !user.plan || !user.vocabulary || !presetNames.includes(user.run.preset)) {
    throw new SavedRunError(file, 'is a checkpoint, but not one of this version of this app.');
  }
  return { checkpoint, run: user.run, plan: user.plan, vocabulary: user.vocabulary };
}

/**
 * Reads the last checkpoint of a run folder, to go on with the run there.
 *
 * @throws {@link SavedRunError} for a file, and as {@link readSavedRun} does.
 */
export async function readRunFolder(path: string): Promise<SavedRun> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() === true) {
    throw new SavedRunError(path, 'is a file. A run goes on in its folder: give that to --resume.');
  }
  return readSavedRun(path);
}

/** What a checkpoint of this app keeps beside the model. */
export function savedWith({ run, plan, vocabulary }: Omit<SavedRun, 'checkpoint'>): Json {
  return { run, plan, vocabulary } as unknown as Json;
}

/** Whether a folder holds a run already. */
export async function holdsRun(folder: string): Promise<boolean> {
  return stat(join(folder, lastCheckpoint)).then(
    () => true,
    () => false,
  );
}

function decode(file: string, bytes: Uint8Array): Checkpoint {
  try {
    return decodeCheckpoint(bytes);
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    const problem =
      cause.reason === 'not-a-checkpoint'
        ? 'is not a checkpoint. Give a run folder or a checkpoint file.'
        : cause.message.replace(/^decodeCheckpoint: /, '');
    throw new SavedRunError(file, problem, { cause });
  }
}
