import { createNoiseStream, type NoiseStream, UnsaturateError } from '@unsaturate/core';
import {
  type EncodedCorpus,
  type EncodingOptions,
  evaluationBatches,
  fingerprint,
  type TextBatch,
  textBatches,
  type Vocabulary,
} from '@unsaturate/tasks';
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

/** As what tokens the text of a run is read. */
export function encodingOf({ preset, level }: RunConfig): EncodingOptions {
  return { level, ...presets[preset].text };
}

/** Makes the model of a run, with fresh parameters, for its text. */
export function setUp(run: RunConfig, corpus: EncodedCorpus): Setup {
  const preset: Preset = presets[run.preset];
  const shape = { batchSize: preset.batchSize, timeSteps: preset.timeSteps };
  // A text that is too short says so before there is a model.
  const sources = {
    train: textBatches(corpus.train, shape),
    validation: evaluationBatches(corpus.validation, shape),
    test: evaluationBatches(corpus.test, shape),
  };
  return { preset, corpus, ...modelFor(run, corpus.vocabulary), ...sources };
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
  constructor(where: string, checkpoint: Vocabulary, text: EncodedCorpus, advice: string) {
    super(
      'VocabularyMismatchError',
      `${where}: the text "${text.name}" has a vocabulary of ${text.vocabulary.tokens.length} tokens ` +
        `(${fingerprint(text.vocabulary)}), but the checkpoint was trained with ${checkpoint.tokens.length} ` +
        `(${fingerprint(checkpoint)}). ${advice}`,
    );
  }
}

/**
 * Throws a {@link VocabularyMismatchError} unless a text has the vocabulary of a checkpoint.
 *
 * @param advice - How to give the text that the checkpoint was made with.
 */
export function checkVocabulary(
  where: string,
  checkpoint: Vocabulary,
  text: EncodedCorpus,
  advice: string,
): void {
  if (fingerprint(checkpoint) === fingerprint(text.vocabulary)) return;
  throw new VocabularyMismatchError(where, checkpoint, text, advice);
}
