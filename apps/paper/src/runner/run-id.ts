import { join } from 'node:path';
import type { PresetName } from '../experiment/experiment.ts';

/** Which run: plain data. */
export interface RunId {
  readonly experiment: string;
  readonly preset: PresetName;
  readonly arm: string;
  readonly seed: number;
}

/** Where runs and results are kept. */
export interface Folders {
  /** Checkpoints and logs of runs under way. */
  readonly runs: string;
  /** Results files of finished runs. */
  readonly results: string;
}

/** `counting/paper/nan-1`. */
export function runName({ experiment, preset, arm, seed }: RunId): string {
  return `${experiment}/${preset}/${arm}-${seed}`;
}

/** Folder of a run. */
export function runFolder({ runs }: Folders, id: RunId): string {
  return join(runs, runName(id));
}

/** Results file of a run. */
export function resultPath({ results }: Folders, id: RunId): string {
  return join(results, `${runName(id)}.json`);
}
