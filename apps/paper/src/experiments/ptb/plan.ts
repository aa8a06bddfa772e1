import { createNoiseStream, defaultNoiseScale } from '@unsaturate/core';
import { constant, exponential, join } from '@unsaturate/schedulers';
import { evaluationBatches, type TextBatch, textBatches } from '@unsaturate/tasks';
import {
  type Arm,
  armActivations,
  type BatchSource,
  evaluate,
  languageModel,
  type Optimizer,
  type PositionSchedule,
} from '@unsaturate/train';
import type { RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { corpusOf } from './data.ts';
import { readingOn } from './reading-on.ts';
import type { LanguageSettings } from './settings.ts';

/** What an experiment's models are, whatever their sizes. */
export interface LanguageKind {
  readonly level: 'word' | 'character';
  readonly cell: 'lstm' | 'gru';
  readonly optimizer: Optimizer;
  /** What is said of a text: a number made of the nll per token, in nats, as `test NAME` and `validation NAME`. */
  readonly score: { readonly name: string; readonly of: (nll: number) => number };
}

/** A run of a language model; what is scored are its last parameters. */
export async function planLanguageModel(
  { level, cell, optimizer, score }: LanguageKind,
  settings: LanguageSettings,
  { arm, seed, data }: RunRequest,
): Promise<TrainingPlan<TextBatch>> {
  const corpus = await corpusOf(level, settings, data);
  const noise = createNoiseStream(seed);
  const { layers, units, initRange, batchSize, timeSteps, alpha } = settings;
  const vocabularySize = corpus.vocabulary.tokens.length;
  const activations = armActivations(arm as Arm, alpha);
  const model = languageModel({ cell, layers, units, vocabularySize, initRange, ...activations }, noise.key);
  const { variant } = activations.tanh;
  const noiseScale = defaultNoiseScale[variant === 'none' ? 'NAN' : variant]; // what has no noise does not use it
  const validation = evaluationBatches(corpus.validation, { batchSize, timeSteps });
  const test = evaluationBatches(corpus.test, { batchSize: 1, timeSteps: batchSize * timeSteps });
  const scored = async (source: BatchSource<TextBatch>): Promise<number> =>
    score.of((await evaluate(model, source, noiseScale)).nll);
  return {
    model,
    data: readingOn(textBatches(corpus.train, { batchSize, timeSteps }), settings.epochUpdates),
    validation,
    optimizer,
    learningRate: learningRateOf(settings),
    noiseScale: () => noiseScale,
    noise,
    clipNorm: settings.clipNorm,
    epochs: settings.epochs,
    checkpointEvery: 500,
    settings: { ...settings, noiseScale, corpus: corpus.name, vocabulary: vocabularySize },
    finish: async () => ({
      metrics: {
        [`test ${score.name}`]: await scored(test),
        [`validation ${score.name}`]: await scored(validation),
      },
    }),
  };
}

/** Constant, or full for some epochs, then halved with every one. */
function learningRateOf({ learningRate, fullEpochs }: LanguageSettings): PositionSchedule {
  if (fullEpochs === undefined) return () => learningRate;
  const rate = join({
    schedules: [constant(learningRate), exponential({ initial: learningRate / 2, rate: 0.5 })],
    boundaries: [fullEpochs],
  });
  return ({ epoch }) => rate(epoch);
}
