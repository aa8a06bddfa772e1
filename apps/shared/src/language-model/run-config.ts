import type { TextLevel } from '@unsaturate/tasks';
import type { Arm, Progress } from '@unsaturate/train';
import type { Backend } from '../command-line/backend.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { PresetName } from './presets.ts';

/** What makes a run: plain data, kept in its checkpoints so that it can go on from them. */
export interface RunConfig {
  readonly preset: PresetName;
  readonly arm: Arm;
  readonly alpha: number;
  /** c. */
  readonly noiseScale: number;
  readonly noiseSchedule: NoiseSchedule;
  readonly level: TextLevel;
  readonly seed: number;
  /** Passes over the text that the rates are planned for: as many as the run was started with. */
  readonly plannedEpochs: number;
  /** Path of the text, or null for the embedded one. */
  readonly data: string | null;
}

/**
 * How a run is carried out: kept as well, but a resumed run may change it. What is learned up to a given update does
 * not depend on it, but for rounding on another backend.
 */
export interface RunPlan {
  readonly epochs: number;
  /** Updates in all, or null for as many as the epochs have. */
  readonly maxUpdates: number | null;
  /** Updates between checkpoints. */
  readonly checkpointEvery: number;
  readonly backend: Backend;
}

/** Updates in all of a plan, where an epoch has so many batches. */
export function totalUpdates({ epochs, maxUpdates }: RunPlan, batchesPerEpoch: number): number {
  return Math.min(epochs * batchesPerEpoch, maxUpdates ?? Infinity);
}

/** Whether a run that stands there has carried out a plan. */
export function isComplete(
  { epochs, maxUpdates }: RunPlan,
  { epoch, update }: Pick<Progress, 'epoch' | 'update'>,
): boolean {
  return epoch >= epochs || update >= (maxUpdates ?? Infinity);
}
