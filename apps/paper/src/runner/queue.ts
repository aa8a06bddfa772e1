import { existsSync } from 'node:fs';
import type { Experiment, PresetName } from '../experiment/experiment.ts';
import { type Folders, resultPath, type RunId } from './run-id.ts';

/** Runs in the order in which they start: one seed of every arm, then the next seed of every arm. */
export function queueOf(
  { name }: Experiment,
  preset: PresetName,
  arms: readonly string[],
  seeds: readonly number[],
): RunId[] {
  return seeds.flatMap((seed) => arms.map((arm) => ({ experiment: name, preset, arm, seed })));
}

/** Runs without a results file. */
export function unfinished(queue: readonly RunId[], folders: Folders): RunId[] {
  return queue.filter((id) => !existsSync(resultPath(folders, id)));
}
