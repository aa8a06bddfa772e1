export { hasAlpha, hasNoise, usualNoiseScale } from './arm-settings.ts';

export { sites, titleOf } from './describe-run.ts';
export { noiseScaleAt, type NoiseSchedule, noiseSchedules } from './noise-schedule.ts';
export { type PresetName, presetNames, presets } from './presets.ts';
export { isComplete, type RunConfig, type RunPlan, totalUpdates } from './run-config.ts';
export { sampleText } from './sample-text.ts';
export { decodeSavedRun, type SavedRun, SavedRunError } from './saved-run.ts';
export { checkVocabulary, encodingOf, modelFor, type Setup, setUp } from './setup.ts';
export { type Point, smooth } from './smooth.ts';
export { trainingOptions } from './training-options.ts';
