import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generated } from '../folders.ts';

/** Where `writeApi` writes pages. */
export const apiFolder: string = join(generated, 'api');

/** The page of an entry, once it is written: a module with parts of its own is a folder. */
export function apiPage(path: string): string {
  return existsSync(join(apiFolder, path, 'index.md')) ? `/api/${path}/` : `/api/${path}`;
}
