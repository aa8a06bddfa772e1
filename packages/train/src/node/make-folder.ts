import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns in a folder that denies its existence
 * to whoever wants to make something in it, as `/proc` does.
 */
export async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  const whole = resolve(path);
  await makeFolder(dirname(whole));
  await mkdir(whole).catch((error: NodeJS.ErrnoException) => {
    // Another process may have made it in between. A file of that name is found when something is put in.
    if (error.code !== 'EEXIST') throw error;
  });
}
