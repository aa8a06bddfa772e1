import { presets, type RunConfig, type RunPlan, usualNoiseScale } from 'shared/language-model';
import type { OwnText, RunSettings } from '../messages.ts';

/**
 * Updates between checkpoints: a page may be closed at any time. Saturation is looked at as often, and text is written
 * as often.
 */
const checkpointEvery = 25;

/** What a visitor chose, as a run of the command line has it. */
export function newRun(
  { preset, arm, noiseSchedule, level, epochs }: RunSettings,
  text: OwnText | null,
): RunConfig {
  return {
    preset,
    arm,
    alpha: presets[preset].alpha,
    noiseScale: usualNoiseScale(arm),
    noiseSchedule,
    level,
    seed: 1,
    plannedEpochs: epochs,
    data: text?.file ?? null,
  };
}

/** The plan that carries out a run. */
export function newPlan({ epochs }: RunSettings, backend: RunPlan['backend']): RunPlan {
  return { epochs, maxUpdates: null, checkpointEvery, backend };
}
