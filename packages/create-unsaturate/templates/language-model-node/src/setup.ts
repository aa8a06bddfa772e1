import { createNoiseStream, type NoiseStream } from '@unsaturate/core';
import { fingerprint } from '@unsaturate/tasks';
import { type EncodedCorpus, loadCorpus } from '@unsaturate/tasks/node';
import { armActivations, type Json, type LanguageModel, languageModel } from '@unsaturate/train';
import { settings } from './settings.js';

/** A text and a model for it, with fresh parameters. */
export interface Setup {
  readonly corpus: EncodedCorpus;
  readonly model: LanguageModel;
  /** What the model is; a checkpoint fits only where this is the same. */
  readonly architecture: Json;
  readonly noise: NoiseStream;
}

/** Reads a text file, or Moby Dick where none is named, and makes the model. */
export async function setUp(path?: string): Promise<Setup> {
  const { level, lowerCase, maxSize, cell, layers, units, initRange, arm, alpha, seed } = settings;
  const corpus = await loadCorpus({ ...(path !== undefined && { path }), level, lowerCase, maxSize });
  const vocabularySize = corpus.vocabulary.tokens.length;
  const config = { cell, layers, units, initRange, vocabularySize, ...armActivations(arm, alpha) };
  const noise = createNoiseStream(seed);
  return {
    corpus,
    model: languageModel(config, noise.key),
    architecture: { cell, layers, units, arm, alpha, vocabulary: fingerprint(corpus.vocabulary) },
    noise,
  };
}
