import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { basename, isAbsolute } from 'node:path';
import type { Making } from '../results/result.ts';
import { shellWord } from 'shared/command-line';
import type { RunId } from './run-id.ts';

/** The commit that the sources are of, and whether they differ from it; results files do not count. */
export function sourceState(): Pick<Making, 'commit' | 'dirty'> {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', ':/', ':(top,exclude)apps/paper/results');
    return { commit: git('rev-parse', 'HEAD'), dirty: changed !== '' };
  } catch {
    return { commit: 'unknown', dirty: true };
  }
}

/** This machine. */
export function machine(): Making['machine'] {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
  };
}

/** The command that makes a run; of a data folder that was given from the root, the last part. */
export function commandOf({ experiment, preset, arm, seed }: RunId, data: string | undefined): string {
  const run = `npm run paper -- run ${experiment} --arm ${arm} --seeds ${seed} --preset ${preset}`;
  if (data === undefined) return run;
  return `${run} --data ${isAbsolute(data) ? `DIR/${shellWord(basename(data))}` : shellWord(data)}`;
}
