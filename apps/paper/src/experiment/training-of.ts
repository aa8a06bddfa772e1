import type { TrainOptions } from '@unsaturate/train';
import type { TrainingPlan } from './experiment.ts';

/** The part of a plan that `train` takes as it is. */
export function trainingOf<Batch>(plan: TrainingPlan<Batch>): TrainOptions<Batch> {
  const { model, data, validation, optimizer, learningRate, noiseScale, noise, epochs } = plan;
  const { plateau, curriculum, clipNorm } = plan;
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
    ...(curriculum && { curriculum }),
    ...(clipNorm !== undefined && { clipNorm }),
  };
}
