import { createNoiseStream, defaultNoiseScale } from '@unsaturate/core';
import {
  type ExecutionBatch,
  executionBatches,
  type Hardness,
  type ProgramCurriculum,
  programVocabulary,
} from '@unsaturate/tasks';
import { type Arm, armActivations, type BatchSource, evaluate, sgd } from '@unsaturate/train';
import type { Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { harderWhenLearned, hardnessOf, levelOf } from './curriculum.ts';
import { executionModel } from './model.ts';
import { type LteSettings, settings } from './settings.ts';

/** Seeds of the held-out data, the same in every run; runs train on data of their own seed. */
const heldOutSeeds = { validation: 4_000_000_001, test: 4_000_000_002 };

/** Learning to execute programs. */
export const lte: Experiment = {
  name: 'lte',
  title: 'Learning to execute',
  about:
    'A program is read character by character, and what it prints is predicted by an LSTM of two layers ' +
    '(Zaremba and Sutskever 2014), whose sigmoid and tanh are replaced by hard and by noisy units. Programs have numbers of ' +
    'up to 6 digits (length) and up to 3 operations (nesting). They become harder when they are learned: level 1 is length 1 ' +
    'with nesting 1, level 6 length 6 with nesting 1, level 7 length 1 with nesting 2, up to level 18; 20 % of the programs ' +
    'are of any level.',
  source: 'Gulcehre et al. 2016, learning to execute',
  arms: [
    { name: 'soft', description: 'sigmoid and tanh', published: { 'test accuracy': 46.45 } },
    { name: 'hard', description: 'hard-sigmoid and hard-tanh without noise' },
    {
      name: 'nah',
      description: 'NAH, half-normal noise, c = 0.5',
      published: { 'test accuracy': 48.09 },
    },
  ],
  metrics: [
    { name: 'test accuracy', unit: '%', better: 'higher', digits: 2 },
    { name: 'accuracy at the level reached', unit: '%', better: 'higher', digits: 2 },
    { name: 'level reached', unit: '', better: 'higher', digits: 0 },
  ],
  figures: [
    {
      value: 'training accuracy',
      as: 'percent',
      title: 'Training accuracy',
      axis: '% of answer characters',
      scale: 'linear',
    },
    {
      value: 'validation accuracy',
      as: 'percent',
      title: 'Validation accuracy at the level of the run',
      axis: '% of answer characters',
      scale: 'linear',
    },
    { value: 'level', title: 'Level', axis: 'level, of 18', scale: 'linear' },
  ],
  openSettings: [
    {
      setting: 'sizes',
      choice:
        'embedding and two layers of 128 units, batches of 50 columns, 20,000 updates; the code of Zaremba and Sutskever ' +
        'has 400 units, batches of 100 and trains until the learning rate is below 0.001',
    },
    {
      setting: 'optimizer',
      choice:
        'SGD, learning rate 0.5, gradient norm clipped at 5, parameters uniform on +-0.08, no dropout: the first version of ' +
        'that code, in all of whose versions the norm is 5, not the 10 that the paper says it had',
    },
    {
      setting: 'curriculum',
      choice:
        'combined: 80 % of the programs of the current level, 20 % of any up to length 6, nesting 3; checked every 100 ' +
        'updates: harder when the validation accuracy is above 95 % or the training accuracy below that of five checks ' +
        'ago, at the last level the learning rate times 0.8 instead',
    },
    {
      setting: 'held-out programs',
      choice:
        'a third for validation, at the level of the run, and a third for testing, at length 6, nesting 3, told apart by ' +
        'a hash of the program',
    },
    {
      setting: 'accuracy',
      choice:
        'share of the characters of answers that are the most likely ones given the right characters before them',
    },
  ],
  plan: (request) => Promise.resolve(plan(request)),
};

function plan({ preset, arm, seed }: RunRequest): TrainingPlan<ExecutionBatch> {
  const chosen = settings[preset];
  const { units, initRange, alpha, target, epochUpdates, learningRate, clipNorm, updates } = chosen;
  const noise = createNoiseStream(seed);
  const config = {
    cell: 'lstm',
    layers: 2,
    units,
    vocabularySize: programVocabulary.tokens.length,
    initRange,
    ...armActivations(arm as Arm, alpha),
  } as const;
  const model = executionModel(config, noise.key);
  const noiseScale = defaultNoiseScale.NAH; // what has no noise does not use it
  const { batchSize, timeSteps } = chosen;
  const percent = async (source: BatchSource<ExecutionBatch>, stage?: Hardness): Promise<number> =>
    100 * (await evaluate(model, source, noiseScale, stage)).accuracy!;
  return {
    model,
    data: executionBatches({
      key: noise.key,
      batchSize,
      timeSteps,
      batchesPerEpoch: epochUpdates,
      split: 'train',
      curriculum: 'combined',
      target,
    }),
    validation: heldOut('validation', 'naive', chosen),
    optimizer: sgd(),
    learningRate: () => learningRate,
    curriculum: harderWhenLearned(chosen),
    noiseScale: () => noiseScale,
    noise,
    clipNorm,
    epochs: updates / epochUpdates,
    settings: { ...chosen, target: { ...target }, layers: 2, noiseScale },
    measure: (_, stage) => Promise.resolve({ level: levelOf(stage as Hardness, target) }),
    async finish({ curve }) {
      const level = curve.values['level']!.at(-1)!;
      return {
        metrics: {
          'test accuracy': await percent(heldOut('test', 'baseline', chosen)),
          'accuracy at the level reached': await percent(
            heldOut('test', 'naive', chosen),
            hardnessOf(level, target),
          ),
          'level reached': level,
        },
      };
    },
  };
}

/** Programs of the stage ('naive') or of the target ('baseline'), the same in every run. */
function heldOut(
  split: 'validation' | 'test',
  curriculum: ProgramCurriculum,
  { batchSize, timeSteps, target, heldOutWindows }: LteSettings,
): BatchSource<ExecutionBatch> {
  return executionBatches({
    key: createNoiseStream(heldOutSeeds[split]).key,
    batchSize,
    timeSteps,
    batchesPerEpoch: heldOutWindows[split],
    split,
    curriculum,
    target,
  });
}
