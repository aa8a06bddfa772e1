import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSavedRun, type SavedRun, SavedRunError } from 'shared/language-model';

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
  return decodeSavedRun(file, new Uint8Array(bytes));
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

/** Whether a folder holds a run already. */
export async function holdsRun(folder: string): Promise<boolean> {
  return stat(join(folder, lastCheckpoint)).then(
    () => true,
    () => false,
  );
}
