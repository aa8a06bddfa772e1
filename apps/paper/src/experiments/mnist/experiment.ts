import { createNoiseStream, type Words } from '@unsaturate/core';
import {
  fixed,
  type FixedSource,
  imageBatches,
  type LabelledBatch,
  type LabelledImages,
  streamed,
} from '@unsaturate/tasks';
import { rmsprop } from '@unsaturate/train';
import type { Experiment, RunRequest, TrainingPlan } from '../../experiment/experiment.ts';
import { mlp } from '../mlp/mlp.ts';
import { mnistArms } from './arms.ts';
import { digits } from './data.ts';
import { settings } from './settings.ts';

const classes = 10;

/** Most images of a batch that is evaluated. */
const evaluationBatch = 1000;

/** Learning curves of a network with one hidden layer. */
export const mnist: Experiment = {
  name: 'mnist',
  title: 'Learning curves on handwritten digits',
  about:
    'A network with one hidden layer classifies digits, with each kind of noise and with none; the paper compares how far ' +
    'and how fast the training loss falls. Its four curves with noise end between 0.0085 and 0.009 nats, too close to be told apart in the figure.',
  source: 'Gulcehre et al. 2016, arXiv v3, figure 5, numbers read off it',
  arms: mnistArms,
  metrics: [
    { name: 'training nll', unit: 'nats', better: 'lower', digits: 4 },
    { name: 'test error', unit: '%', better: 'lower', digits: 2 },
  ],
  figures: [
    {
      value: 'training nll',
      title: 'Training loss',
      axis: 'nats per image',
      scale: 'log',
      metric: 'training nll',
    },
    { value: 'validation nll', title: 'Test loss, without noise', axis: 'nats per image', scale: 'log' },
  ],
  openSettings: [
    { setting: 'hidden units; batch', choice: '256; 100 images, in another random order every epoch' },
    {
      setting: 'learning rate',
      choice: '0.0002 throughout, RMSProp with decay 0.9; gradients are not clipped',
    },
    { setting: 'pixels', choice: 'from 0 to 1, not centred; all 60,000 images are trained on' },
    { setting: 'start', choice: 'kernels uniform on +-sqrt(3 / inputs), biases 0, p uniform on [-1, 1]' },
    { setting: 'alpha; c', choice: '1, so that the mean is the hard function; 0.5' },
    {
      setting: 'Laplace noise',
      choice: 'of variance 1 as the normal noise, in its place: alpha h + (1 - alpha) u + d sigma xi',
    },
    { setting: 'normal noise without p', choice: 'p is 1 in every unit and not learned' },
    {
      setting: 'training loss',
      choice: 'mean over the updates of an epoch as they are made, so with noise in the arms that have it',
    },
  ],
  async checkData(data, preset) {
    await digits(data, preset);
  },
  plan,
};

async function plan({ preset, arm: name, seed, data }: RunRequest): Promise<TrainingPlan<LabelledBatch>> {
  const chosen = settings[preset];
  const { hiddenUnits, batchSize, epochs, learningRate, alpha } = chosen;
  const { units } = mnistArms.find((each) => each.name === name)!;
  const { train, test } = await digits(data, preset);
  const noise = createNoiseStream(seed);
  const features = train.height * train.width;
  const model = mlp({ features, hidden: [hiddenUnits], classes, units: { ...units, alpha } }, noise.key);
  const batches = imageBatches(train, { key: noise.key, batchSize });
  const validation = everyImage(test, noise.key);
  return {
    model,
    data: streamed(batches, batches.batchesPerEpoch),
    validation,
    optimizer: rmsprop(),
    learningRate: () => learningRate,
    noiseScale: () => chosen.noiseScale,
    noise,
    epochs,
    settings: {
      ...chosen,
      units: { ...units },
      images: { train: train.count, test: test.count, height: train.height, width: train.width },
    },
    async finish({ noiseScale, curve }) {
      return {
        metrics: {
          'training nll': curve.values['training nll']!.at(-1)!,
          'test error': await model.errorRate(validation, noiseScale),
        },
      };
    },
  };
}

/** All images once, in the largest batches of equal size. */
function everyImage(images: LabelledImages, key: Words): FixedSource<LabelledBatch> {
  const sizes = Array.from({ length: Math.min(evaluationBatch, images.count) }, (_, i) => i + 1);
  const batchSize = sizes.findLast((size) => images.count % size === 0)!;
  return fixed(imageBatches(images, { key, batchSize }), images.count / batchSize);
}
