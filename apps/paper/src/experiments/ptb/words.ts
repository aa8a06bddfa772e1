import { sgd } from '@unsaturate/train';
import type { Experiment } from '../../experiment/experiment.ts';
import { checkText } from './data.ts';
import { type LanguageKind, planLanguageModel } from './plan.ts';
import { wordSettings } from './settings.ts';

/** Updates of an epoch of the Penn Treebank. */
const epochUpdates = 2323;

/** A published curve by epoch, read off the paper's figure. */
function byEpoch(label: string, perplexities: readonly number[]) {
  return { label, points: perplexities.map((each, i) => [(i + 1) * epochUpdates, each] as const) };
}

const kind: LanguageKind = {
  level: 'word',
  cell: 'lstm',
  optimizer: sgd(),
  score: { name: 'perplexity', of: Math.exp },
};

/** Word-level language models on the Penn Treebank. */
export const ptb: Experiment = {
  name: 'ptb',
  title: 'Words of the Penn Treebank',
  about:
    'An LSTM of two layers predicts the next word: the small configuration of Zaremba et al. 2014 without dropout, ' +
    'whose sigmoid and tanh are replaced by hard and by noisy units.',
  source: 'Gulcehre et al. 2016, language models on the Penn Treebank',
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
    {
      name: 'nan-alpha',
      description: "NAN, alpha = 1.15, that of tanh in the authors' code: beyond a bound the mean bends back",
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
    { setting: 'alpha; c', choice: '1, so that the mean is the hard function, and 1.15 in one arm; 0.5' },
    {
      setting: 'learning rate',
      choice:
        'halved from epoch 5 on; the code of Zaremba et al. halves it after its epoch 5, and so the published curves fall an ' +
        'epoch later',
    },
    { setting: 'p', choice: "one a unit, as in the authors' code" },
    {
      setting: 'what is tested',
      choice:
        'the last parameters, without noise, on the test text as one column, its state carried throughout',
    },
  ],
  checkData: checkText,
  plan(request) {
    const settings = wordSettings[request.preset];
    return request.arm === 'nan-alpha'
      ? planLanguageModel(kind, { ...settings, alpha: 1.15 }, { ...request, arm: 'nan' })
      : planLanguageModel(kind, settings, request);
  },
};
