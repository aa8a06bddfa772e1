import type { TrainOptions } from '@unsaturate/train';
import type { TrainingPlan } from './experiment.ts';

/** The part of a plan that `train` takes as it is. */
export function trainingOf<Batch>(plan: TrainingPlan<Batch>): TrainOptions<Batch> {
  const { model, data, validation, optimizer, learningRate, noiseScale, noise, epochs } = plan;
  const { plateau, clipNorm } = plan;
  return {
    model,
    data,
    validation,
    optimizer,
    learningRate,
    noiseScale,
    noise,
    epochs,
    ...(plateau && { plateau }),
    ...(clipNorm !== undefined && { clipNorm }),
  };
}
