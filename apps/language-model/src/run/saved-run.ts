import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsaturateError } from '@unsaturate/core';
import type { Vocabulary } from '@unsaturate/tasks';
import { type Checkpoint, decodeCheckpoint, type Json } from '@unsaturate/train';
import { presetNames } from './presets.ts';
import type { RunConfig } from './run-config.ts';

/** A checkpoint of this app and what it holds beside the model. */
export interface SavedRun {
  readonly checkpoint: Checkpoint;
  readonly run: RunConfig;
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
  if (!user?.run || !user.vocabulary || !presetNames.includes(user.run.preset)) {
    throw new SavedRunError(file, 'is a checkpoint, but not one of this app.');
  }
  return { checkpoint, run: user.run, vocabulary: user.vocabulary };
}

/** What a checkpoint of this app keeps beside the model. */
export function savedWith(run: RunConfig, vocabulary: Vocabulary): Json {
  return { run, vocabulary } as unknown as Json;
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
    if (!UnsaturateError.isInstance(cause)) throw cause;
    throw new SavedRunError(file, cause.message.replace(/^decodeCheckpoint: /, ''), { cause });
  }
}
