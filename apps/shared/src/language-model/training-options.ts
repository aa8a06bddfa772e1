import type { TextBatch } from '@unsaturate/tasks';
import type { CheckpointStore, TrainOptions } from '@unsaturate/train';
import { noiseScaleOf } from './noise-schedule.ts';
import type { RunConfig, RunPlan } from './run-config.ts';
import { savedWith } from './saved-run.ts';
import type { Setup } from './setup.ts';

/** The options of `train` that carry out a run. */
export function trainingOptions(
  run: RunConfig,
  plan: RunPlan,
  { preset, corpus, model, architecture, noise, train: data, validation }: Setup,
  store: CheckpointStore,
): TrainOptions<TextBatch> {
  const { epochs, maxUpdates, checkpointEvery } = plan;
  const { vocabulary } = corpus;
  const plannedUpdates = run.plannedEpochs * data.batchesPerEpoch;
  return {
    model,
    data,
    validation,
    optimizer: preset.optimizer(),
    learningRate: preset.learningRate(plannedUpdates),
    noiseScale: noiseScaleOf(run, plannedUpdates),
    noise,
    clipNorm: preset.clipNorm,
    epochs,
    ...(maxUpdates !== null && { maxUpdates }),
    checkpoints: {
      store,
      every: checkpointEvery,
      architecture,
      user: savedWith({ run, plan, vocabulary }),
    },
    diagnosticsEvery: preset.diagnosticsEvery,
  };
}
