import { createNoiseStream } from '@unsaturate/core';
import { fixed, type FixedSource, gaussianMixture, type LabelledBatch, streamed } from '@unsaturate/tasks';
import { rmsprop } from '@unsaturate/train';
import type { Arm, Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import type { HiddenUnits } from '../mlp/hidden-units.ts';
import { mlp } from '../mlp/mlp.ts';
import { derivativePicture } from './derivative-picture.ts';
import { type MixtureSettings, settings } from './settings.ts';

interface MixtureArm extends Arm {
  readonly units: Omit<HiddenUnits, 'alpha'>;
}

const noisy = {
  base: 'hardTanh',
  variant: 'NAN',
  distribution: 'normal',
  learnedSlope: true,
} as const satisfies MixtureArm['units'];
const plain = { ...noisy, variant: 'none', learnedSlope: false } as const;

const arms = [
  { name: 'tanh', description: 'tanh', units: { ...plain, base: 'tanh' } },
  { name: 'hard-tanh', description: 'hard-tanh without noise', units: plain },
  { name: 'nan', description: 'hard-tanh with normal noise, c = 0.5, p learned', units: noisy },
] as const satisfies readonly MixtureArm[];

/** Seeds of the held-out data, the same in every run; runs train on data of their own seed. */
const heldOutSeeds = { validation: 4_000_000_001, test: 4_000_000_002, drawn: 4_000_000_003 };

/** Three Gaussians told apart by a small network, and what its units respond. */
export const mixture: Experiment = {
  name: 'mixture',
  title: 'Three Gaussians, and the derivatives of noisy units',
  about:
    'A network of three layers with 8 units each says which of three Gaussians a point comes from. The paper reports that tanh and ' +
    'noisy tanh both solve it almost perfectly, without a number, and draws the derivative of every unit against its input: ' +
    'a noisy unit has one in saturation too, between about 1.5 and 3 on either side, and almost none further out.',
  source: 'Gulcehre et al. 2016, figures 5 and 6, without numbers',
  arms,
  metrics: [
    { name: 'test error', unit: '%', better: 'lower', digits: 2 },
    { name: 'training nll', unit: 'nats', better: 'lower', digits: 4 },
  ],
  figures: [
    { value: 'training nll', title: 'Training loss', axis: 'nats per point', scale: 'log' },
    { value: 'validation error', title: 'Validation error', axis: '% wrong', scale: 'linear' },
  ],
  openSettings: [
    {
      setting: 'Gaussians',
      choice:
        'in the plane, equally likely: means (-3, -1), (3, -1), (0, 4), standard deviations 0.5, 1, 1.5 in both directions',
    },
    { setting: 'updates', choice: '10,000 of 50 points, never the same twice' },
    {
      setting: 'optimizer',
      choice: 'RMSProp with decay 0.9, learning rate 0.001; gradients are not clipped',
    },
    { setting: 'start', choice: 'kernels uniform on +-sqrt(3 / inputs), biases 0, p uniform on [-1, 1]' },
    { setting: 'c', choice: '0.5; alpha is 1 as published for these figures' },
    {
      setting: 'what is drawn',
      choice: 'every unit at 40 points of the task after the last update, with noise where there is some',
    },
    { setting: 'training loss', choice: 'mean over the updates between two validations, with noise' },
  ],
  plan: (request) => Promise.resolve(plan(request)),
};

function plan({ preset, arm: name, seed }: RunRequest): TrainingPlan<LabelledBatch> {
  const chosen = settings[preset];
  const { components, hidden, batchSize, updates, epochUpdates, learningRate, alpha } = chosen;
  const { units } = arms.find((each) => each.name === name)!;
  const noise = createNoiseStream(seed);
  const features = components[0]!.mean.length;
  const model = mlp({ features, hidden, classes: components.length, units: { ...units, alpha } }, noise.key);
  const validation = heldOut('validation', chosen);
  const drawn = createNoiseStream(heldOutSeeds.drawn);
  return {
    model,
    data: streamed(gaussianMixture({ key: noise.key, batchSize, components }), epochUpdates),
    validation,
    optimizer: rmsprop(),
    learningRate: () => learningRate,
    noiseScale: () => chosen.noiseScale,
    noise,
    epochs: updates / epochUpdates,
    settings: {
      ...chosen,
      components: components.map(({ mean, standardDeviation }) => ({ mean: [...mean], standardDeviation })),
      hidden: [...hidden],
      units: { ...units },
    },
    measure: async (scale) => ({ 'validation error': await model.errorRate(validation, scale) }),
    async finish({ noiseScale, curve }) {
      const points = gaussianMixture({ key: drawn.key, batchSize: chosen.drawn, components }).batch(0);
      const context = { training: true, noise: drawn, noiseScale };
      return {
        metrics: {
          'test error': await model.errorRate(heldOut('test', chosen), noiseScale),
          'training nll': curve.values['training nll']!.at(-1)!,
        },
        pictures: [derivativePicture(await model.derivatives(points, context))],
      };
    },
  };
}

function heldOut(
  part: 'validation' | 'test',
  { components, heldOut: sizes }: MixtureSettings,
): FixedSource<LabelledBatch> {
  const batchSize = Math.min(sizes[part], 1000);
  const { key } = createNoiseStream(heldOutSeeds[part]);
  return fixed(gaussianMixture({ key, batchSize, components }), sizes[part] / batchSize);
}
