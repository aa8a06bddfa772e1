import { createNoiseStream, InvalidArgumentError } from '@unsaturate/core';
import { constant, exponential, join } from '@unsaturate/schedulers';
import { evaluationBatches, type TextBatch, textBatches } from '@unsaturate/tasks';
import { type EncodedCorpus, loadCorpus, readCorpus } from '@unsaturate/tasks/node';
import {
  type Arm as ArmName,
  armActivations,
  type BatchSource,
  evaluate,
  languageModel,
  type PositionSchedule,
  sgd,
} from '@unsaturate/train';
import type { Experiment, PresetName, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { type PtbSettings, settings } from './settings.ts';

/** Updates of an epoch of the Penn Treebank. */
const epochUpdates = 2323;

/** A published curve by epoch, read off figure 10. */
function byEpoch(label: string, perplexities: readonly number[]) {
  return { label, points: perplexities.map((each, i) => [(i + 1) * epochUpdates, each] as const) };
}

/** Word-level language models on the Penn Treebank. */
export const ptb: Experiment = {
  name: 'ptb',
  title: 'Words of the Penn Treebank',
  about:
    'An LSTM of two layers predicts the next word: the small configuration of Zaremba et al. 2014 without dropout, ' +
    'whose sigmoid and tanh are replaced by hard and by noisy units.',
  source: 'Gulcehre et al. 2016, section 6.3, table 2',
  arms: [
    {
      name: 'soft',
      description: 'sigmoid and tanh',
      published: { 'validation perplexity': 119.4, 'test perplexity': 115.6 },
    },
    { name: 'hard', description: 'hard-sigmoid and hard-tanh without noise' },
    {
      name: 'nan',
      description: 'NAN, normal noise, c = 0.5',
      published: { 'validation perplexity': 111.7, 'test perplexity': 108.0 },
    },
    {
      name: 'nah',
      description: 'NAH, half-normal noise, c = 0.5',
      published: { 'validation perplexity': 112.6, 'test perplexity': 108.7 },
    },
  ],
  metrics: [
    { name: 'test perplexity', unit: '', better: 'lower', digits: 1 },
    { name: 'validation perplexity', unit: '', better: 'lower', digits: 1 },
  ],
  figures: [
    {
      value: 'validation nll',
      as: 'perplexity',
      title: 'Validation perplexity',
      axis: 'perplexity',
      scale: 'log',
      published: [
        byEpoch('reference (published)', [180, 145, 132, 128, 127, 120, 119, 120, 121, 120, 120, 120, 119]),
        byEpoch('NAH (published)', [191, 158, 147, 144, 142, 122, 116, 114, 113, 113, 113, 113, 112.6]),
      ],
    },
    {
      value: 'training nll',
      as: 'perplexity',
      title: 'Training perplexity',
      axis: 'perplexity',
      scale: 'log',
    },
  ],
  openSettings: [
    { setting: 'alpha; c', choice: '1, so that the mean is the hard function; 0.5' },
    { setting: 'p', choice: "one a unit, as in the authors' code" },
    {
      setting: 'what is tested',
      choice:
        'the last parameters, without noise, on the test text as one column, its state carried throughout',
    },
  ],
  async checkData(data, preset) {
    if (preset === 'paper' && data === undefined) throw treebankMissing();
    if (data !== undefined) await readCorpus(data);
  },
  plan,
};

async function plan({ preset, arm, seed, data }: RunRequest): Promise<TrainingPlan<TextBatch>> {
  const chosen = settings[preset];
  const corpus = await corpusOf(preset, data, chosen);
  const noise = createNoiseStream(seed);
  const { layers, units, batchSize, timeSteps, initRange, clipNorm, epochs, alpha } = chosen;
  const model = languageModel(
    {
      cell: 'lstm',
      layers,
      units,
      vocabularySize: corpus.vocabulary.tokens.length,
      initRange,
      ...armActivations(arm as ArmName, alpha),
    },
    noise.key,
  );
  const validation = evaluationBatches(corpus.validation, { batchSize, timeSteps });
  const test = evaluationBatches(corpus.test, { batchSize: 1, timeSteps: batchSize * timeSteps });
  const noiseScale = (): number => chosen.noiseScale;
  return {
    model,
    data: shortened(textBatches(corpus.train, { batchSize, timeSteps }), chosen),
    validation,
    optimizer: sgd(),
    learningRate: learningRateOf(chosen),
    noiseScale,
    noise,
    clipNorm,
    epochs,
    checkpointEvery: 500,
    settings: { ...chosen, corpus: corpus.name, vocabulary: corpus.vocabulary.tokens.length },
    async finish() {
      const perplexity = async (source: BatchSource<TextBatch>): Promise<number> =>
        (await evaluate(model, source, chosen.noiseScale)).perplexity;
      return {
        metrics: {
          'test perplexity': await perplexity(test),
          'validation perplexity': await perplexity(validation),
        },
      };
    },
  };
}

/** The small presets read a small part of Moby Dick, so that they are quick. */
async function corpusOf(
  preset: PresetName,
  data: string | undefined,
  { maxVocabulary }: PtbSettings,
): Promise<EncodedCorpus> {
  const corpus = await loadCorpus({
    level: 'word',
    ...(data !== undefined && { path: data }),
    ...(maxVocabulary !== undefined && { maxSize: maxVocabulary }),
  });
  if (preset !== 'smoke') return corpus;
  const some = 400;
  return { ...corpus, validation: corpus.validation.subarray(0, some), test: corpus.test.subarray(0, some) };
}

function shortened(
  source: BatchSource<TextBatch>,
  { epochUpdates = Infinity }: PtbSettings,
): BatchSource<TextBatch> {
  return { ...source, batchesPerEpoch: Math.min(source.batchesPerEpoch, epochUpdates) };
}

/** Zaremba's: full for some epochs, then halved with every one. */
function learningRateOf({ learningRate, fullEpochs }: PtbSettings): PositionSchedule {
  const rate = join({
    schedules: [constant(learningRate), exponential({ initial: learningRate / 2, rate: 0.5 })],
    boundaries: [fullEpochs],
  });
  return ({ epoch }) => rate(epoch);
}

function treebankMissing(): InvalidArgumentError {
  return new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value: undefined,
    rule: 'name a folder with ptb.train.txt, ptb.valid.txt and ptb.test.txt (each also with .gz at the end)',
    advice:
      "They are in Mikolov's rnnlm examples (simple-examples.tgz, folder data); the Penn Treebank is licensed by the LDC. " +
      'The presets smoke and quick read Moby Dick, which is installed, and need no --data.',
  });
}
