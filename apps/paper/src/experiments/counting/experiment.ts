import { createNoiseStream } from '@unsaturate/core';
import { countUnique, fixed, streamed } from '@unsaturate/tasks';
import { adam, armActivations } from '@unsaturate/train';
import type { CountUniqueBatch } from '@unsaturate/tasks';
import type { Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { countingArms, lengthOf, noiseScaleOf } from './arms.ts';
import { countingModel } from './model.ts';
import { type CountingSettings, settings } from './settings.ts';

/** Seeds of the held-out data, the same in every run; runs train on data of their own seed. */
const heldOutSeeds = { validation: 4_000_000_001, test: 4_000_000_002 };

/** Counting the different integers of a sequence. */
export const counting: Experiment = {
  name: 'counting',
  title: 'Counting unique integers',
  about:
    'A sequence of 26 integers is read, the answer is how many different ones it has. The paper uses it to show that ' +
    'noise which is annealed leads training from an easy problem to the hard one, better than a curriculum made by hand.',
  source: 'Gulcehre et al. 2016, section 6.6, table 5',
  arms: countingArms,
  metrics: [{ name: 'test error', unit: '%', better: 'lower', digits: 2 }],
  figures: [
    { value: 'validation error', title: 'Validation error', axis: '% wrong', scale: 'linear' },
    { value: 'training nll', title: 'Training loss', axis: 'nats per sequence', scale: 'log' },
  ],
  openSettings: [
    { setting: 'values', choice: '0 to 10 with 10 included, 11 in all; independent and uniform' },
    { setting: 'input', choice: 'one-hot vectors, so that the LSTM has all that is learned of a symbol' },
    {
      setting: 'sizes',
      choice: 'LSTM of 64 units, hidden layer of 64, batches of 32 sequences, never the same twice',
    },
    { setting: 'optimizer', choice: 'Adam with learning rate 0.001, gradient norm clipped at 5' },
    {
      setting: 'start',
      choice: 'kernels uniform on +-sqrt(3 / inputs), forget biases 1, noise slopes p uniform on [-1, 1]',
    },
    { setting: 'updates', choice: '15,000 in every arm, small enough for two processors and one hour' },
    { setting: 'alpha', choice: '1: the mean is the hard function' },
    { setting: 'noise scale', choice: 'c = 0.5 where it is constant, and the floor of the annealing' },
    { setting: 'NANIL', choice: "sigma(x) of equation 9, not that of the authors' code" },
    {
      setting: 'curriculum',
      choice: 'length from 5 up to 26 in a straight line over the first half of the updates',
    },
    {
      setting: 'what is tested',
      choice: 'the parameters with the lowest validation loss, on 10,000 sequences',
    },
  ],
  plan: (request) => Promise.resolve(plan(request)),
};

function plan({ preset, arm: name, seed }: RunRequest): TrainingPlan<CountUniqueBatch> {
  const chosen = settings[preset];
  const arm = countingArms.find((each) => each.name === name)!;
  const { values, units, hiddenUnits, batchSize, updates, epochUpdates, learningRate, clipNorm } = chosen;
  const noise = createNoiseStream(seed);
  const activations = armActivations(arm.activations, chosen.alpha);
  const config = { values, classes: values + 1, units, hiddenUnits, ...activations };
  const model = countingModel(config, noise.key);
  const noiseScale = noiseScaleOf(arm, chosen);
  const validation = heldOut('validation', chosen);
  return {
    model,
    data: streamed(
      countUnique({ key: noise.key, batchSize, values, length: lengthOf(arm, chosen) }),
      epochUpdates,
    ),
    validation,
    optimizer: adam(),
    learningRate: () => learningRate,
    noiseScale,
    noise,
    clipNorm,
    epochs: updates / epochUpdates,
    settings: { ...chosen, activations: arm.activations, annealed: arm.annealed, curriculum: arm.curriculum },
    measure: async (scale) => ({ 'validation error': await model.errorRate(validation, scale) }),
    async finish(trained) {
      await trained.restoreBest();
      return {
        metrics: { 'test error': await model.errorRate(heldOut('test', chosen), trained.noiseScale) },
      };
    },
  };
}

/** Held-out sequences in as few batches as memory allows. */
function heldOut(part: 'validation' | 'test', { length, values, heldOut: sizes }: CountingSettings) {
  const batchSize = Math.min(sizes[part], 500);
  const { key } = createNoiseStream(heldOutSeeds[part]);
  return fixed(countUnique({ key, batchSize, length, values }), sizes[part] / batchSize);
}
