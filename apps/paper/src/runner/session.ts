import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Making } from '../results/result.ts';
import { writeWhole } from '../results/result-files.ts';

/** What a run folder keeps of the sessions a run was made in, up to its last checkpoint. */
interface Sessions {
  readonly wallSeconds: number;
  /** The commits that the sessions ran. */
  readonly commits: readonly string[];
  readonly dirty: boolean;
}

const none: Sessions = { wallSeconds: 0, commits: [], dirty: false };

/** Adds the session under way to those before it. */
export interface SessionClock {
  /** Writes down the time spent so far; call it with every checkpoint. */
  note(): Promise<void>;
  /** All sessions together, this one up to now. */
  total(): Sessions;
}

/**
 * Starts the clock of a session.
 *
 * @param resumed - Whether the run goes on from a checkpoint; otherwise what a run folder says is of another run.
 */
export function startSession(
  folder: string,
  resumed: boolean,
  { commit, dirty }: Pick<Making, 'commit' | 'dirty'>,
): SessionClock {
  const path = join(folder, 'sessions.json');
  const before: Sessions =
    resumed && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Sessions) : none;
  const start = performance.now();
  const total = (): Sessions => ({
    wallSeconds: Math.round(10 * (before.wallSeconds + (performance.now() - start) / 1000)) / 10,
    commits: [...new Set([...before.commits, commit])],
    dirty: before.dirty || dirty,
  });
  return { total, note: () => writeWhole(path, JSON.stringify(total())) };
}
