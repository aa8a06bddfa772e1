import { createNoiseStream, type NoiseStream, UnsaturateError } from '@unsaturate/core';
import {
  evaluationBatches,
  fingerprint,
  type TextBatch,
  textBatches,
  type Vocabulary,
} from '@unsaturate/tasks';
import { type EncodedCorpus, loadCorpus } from '@unsaturate/tasks/node';
import {
  armActivations,
  type BatchSource,
  type Json,
  type LanguageModel,
  languageModel,
} from '@unsaturate/train';
import { type Preset, presets } from './presets.ts';
import type { RunConfig } from './run-config.ts';

/** A model with the text it is for. */
export interface Setup {
  readonly preset: Preset;
  readonly corpus: EncodedCorpus;
  readonly model: LanguageModel;
  /** What the model is, as a checkpoint states it. */
  readonly architecture: Json;
  readonly noise: NoiseStream;
  readonly train: BatchSource<TextBatch>;
  readonly validation: BatchSource<TextBatch>;
  readonly test: BatchSource<TextBatch>;
}

/** Reads the text of a run and makes its model, with fresh parameters. */
export async function setUp(run: RunConfig): Promise<Setup> {
  const preset: Preset = presets[run.preset];
  const corpus = await loadCorpus({
    ...(run.data !== null && { path: run.data }),
    level: run.level,
    ...preset.text,
  });
  const shape = { batchSize: preset.batchSize, timeSteps: preset.timeSteps };
  return {
    preset,
    corpus,
    ...modelFor(run, corpus.vocabulary),
    train: textBatches(corpus.train, shape),
    validation: evaluationBatches(corpus.validation, shape),
    test: evaluationBatches(corpus.test, shape),
  };
}

/** Makes the model of a run for a vocabulary. */
export function modelFor(
  run: RunConfig,
  vocabulary: Vocabulary,
): Pick<Setup, 'model' | 'architecture' | 'noise'> {
  const noise = createNoiseStream(run.seed);
  const vocabularySize = vocabulary.tokens.length;
  const config = { ...presets[run.preset].model, ...armActivations(run.arm, run.alpha), vocabularySize };
  const architecture = { ...config, vocabulary: fingerprint(vocabulary) } as unknown as Json;
  return { model: languageModel(config, noise.key), architecture, noise };
}

/** A text has other tokens than the model was trained on. */
class VocabularyMismatchError extends UnsaturateError {
  constructor(where: string, checkpoint: Vocabulary, text: EncodedCorpus) {
    super(
      'VocabularyMismatchError',
      `${where}: the text "${text.name}" has a vocabulary of ${text.vocabulary.tokens.length} tokens ` +
        `(${fingerprint(text.vocabulary)}), but the checkpoint was trained with ${checkpoint.tokens.length} ` +
        `(${fingerprint(checkpoint)}). Give the text it was trained on with --data.`,
    );
  }
}

/** Throws a {@link VocabularyMismatchError} unless a text has the vocabulary of a checkpoint. */
export function checkVocabulary(where: string, checkpoint: Vocabulary, text: EncodedCorpus): void {
  if (fingerprint(checkpoint) === fingerprint(text.vocabulary)) return;
  throw new VocabularyMismatchError(where, checkpoint, text);
}
