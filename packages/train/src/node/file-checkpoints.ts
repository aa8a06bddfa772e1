import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointStore } from '../loop/options.ts';
import { temporaryPath, writeAtomically } from './atomic-write.ts';
import { makeFolder } from './make-folder.ts';
import { RunFileError, writeRemedy } from './errors.ts';

/** Checkpoints in a folder: `checkpoint.safetensors`, the last, and `best.safetensors`, the best by validation. */
export interface FileCheckpoints extends CheckpointStore {
  /** Bytes of the last checkpoint, for `decodeCheckpoint`; undefined if there is none. */
  last(): Promise<Uint8Array | undefined>;
  /** Bytes of the best checkpoint; undefined if there is none. */
  best(): Promise<Uint8Array | undefined>;
}

const where = 'fileCheckpoints';

/**
 * Keeps checkpoints in a folder, which is made if it is missing. Each is replaced atomically: a crash while one is
 * written leaves the one before. One run at a time may use a folder.
 *
 * @throws {@link RunFileError} if nothing can be written there, so before training starts; and from `save`, when a
 * checkpoint written before is still whole.
 */
export async function fileCheckpoints(folder: string): Promise<FileCheckpoints> {
  const lastPath = join(folder, 'checkpoint.safetensors');
  const bestPath = join(folder, 'best.safetensors');
  await prepareFolder(folder, [lastPath, bestPath]);
  return {
    async save(bytes, { best }) {
      // The best goes first: a crash between the two resumes before it, and makes it again.
      const kept = existsSync(lastPath);
      if (best) await write(bestPath, bytes, kept);
      await write(lastPath, bytes, kept);
    },
    last: () => readIfPresent(lastPath),
    best: () => readIfPresent(bestPath),
  };
}

async function prepareFolder(folder: string, paths: readonly string[]): Promise<void> {
  const probe = join(folder, 'write-test');
  try {
    await makeFolder(folder);
    await writeAtomically(probe, new Uint8Array(1));
    for (const leftover of [probe, ...paths.map(temporaryPath)]) await rm(leftover, { force: true });
  } catch (cause) {
    const advice = 'Choose a folder that this user can write to, on a disk with space left.';
    throw new RunFileError(where, 'write to the folder', folder, cause, advice);
  }
}

/** @param kept - Whether there is a checkpoint to resume when this one fails. */
async function write(path: string, bytes: Uint8Array, kept: boolean): Promise<void> {
  try {
    await writeAtomically(path, bytes);
  } catch (cause) {
    const next = kept
      ? 'resume: the checkpoint written before is still valid'
      : 'start again: there is no checkpoint';
    const advice = `${writeRemedy(cause)} and ${next}.`;
    throw new RunFileError(where, 'write', path, cause, advice);
  }
}

async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new RunFileError(where, 'read', path, cause, 'Check the file and its permissions.');
  }
}
