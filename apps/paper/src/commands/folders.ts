import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folders } from '../runner/run-id.ts';

/** Path of something in the repository, as short as it can be said from where the command runs. */
function inRepository(path: string): string {
  return relative('', fileURLToPath(new URL(`../../../../${path}`, import.meta.url)));
}

/** Where the command line keeps runs and results. */
export const usualFolders: Folders = {
  runs: inRepository('runs/paper'),
  results: inRepository('apps/paper/results'),
};

/** Where the command line writes the report. */
export const usualReport: string = inRepository('apps/paper/report');
