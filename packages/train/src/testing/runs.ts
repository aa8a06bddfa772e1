import { createNoiseStream } from '@unsaturate/core';
import type { TrainEvent } from '../loop/events.ts';
import type { CheckpointStore, CurriculumRule, TrainOptions } from '../loop/options.ts';
import type { Trainable } from '../model.ts';
import { adam } from '../optimizers/adam.ts';
import { tinyArchitecture, type TinyBatch, type TinyStage, tinyData, tinyValidation } from './tiny-model.ts';

/** Options with everything switched on but a curriculum: 3 epochs of 5 updates, schedules, plateau, clipping, noise, diagnostics. */
export function tinyOptions(
  model: Trainable<TinyBatch>,
  store: CheckpointStore,
): TrainOptions<TinyBatch> & { readonly checkpoints: object } {
  return {
    model,
    data: tinyData,
    validation: tinyValidation,
    optimizer: adam(),
    learningRate: ({ update }) => 0.05 / (1 + update / 10),
    plateau: {
      initial: { factor: 1 },
      next: (state, metric) => ({
        factor: (state as { factor: number }).factor * (metric > 1.3 ? 0.7 : 0.9),
      }),
      value: (state) => (state as { factor: number }).factor,
    },
    noiseScale: ({ update }) => 0.5 / Math.sqrt(update + 1),
    noise: createNoiseStream(11),
    clipNorm: 0.6,
    epochs: 3,
    diagnosticsEvery: 2,
    checkpoints: { store, architecture: tinyArchitecture(3), user: { symbols: 'abcd' }, every: 3 },
  };
}

/** Skips more symbols, and learns more slowly, the more predictions were right. */
export const tinyCurriculum: CurriculumRule<TinyStage> = {
  initial: { skipped: 1 },
  next: ({ skipped }, { training, validation }) => ({
    skipped: skipped + Math.round(100 * (training.accuracy! + validation!.accuracy!)),
  }),
  learningRate: ({ skipped }) => 1 / (1 + skipped / 100),
};

/** Checkpoints in memory, the newest last. */
export function memoryStore(): CheckpointStore & {
  readonly saved: { readonly bytes: Uint8Array; readonly update: number; readonly best: boolean }[];
} {
  const saved: { bytes: Uint8Array; update: number; best: boolean }[] = [];
  return {
    saved,
    save(bytes, { update, best }) {
      saved.push({ bytes, update, best });
      return Promise.resolve();
    },
  };
}

/** The events that carry numbers: what two equal runs have in common, however often one of them stopped. */
export function figures(events: readonly TrainEvent[]): TrainEvent[] {
  return events.filter(({ type }) => ['update', 'diagnostics', 'epoch', 'validation'].includes(type));
}
