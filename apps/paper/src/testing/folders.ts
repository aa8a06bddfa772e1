import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Folders } from '../runner/run-id.ts';

/** Empty folders for runs and results, and how to remove them. */
export function temporaryFolders(): Folders & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'));
  return {
    runs: join(folder, 'runs'),
    results: join(folder, 'results'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
