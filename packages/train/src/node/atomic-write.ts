import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Name under which a file is written before it takes its place. */
export function temporaryPath(path: string): string {
  return `${path}.tmp`;
}

/**
 * Replaces a file so that at any moment, also after a crash or a power cut, either the old or the new one is there.
 *
 * The bytes go to a temporary file in the same folder, are forced to disk, and the file is renamed over the old one.
 * When that fails the temporary file is removed and the old file stays.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeThrough(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

// A rename is on disk only when its folder is. Windows has no such call and needs none.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
