import { adam } from '@unsaturate/train';
import type { Experiment } from '../../experiment/experiment.ts';
import { checkText } from './data.ts';
import { type LanguageKind, planLanguageModel } from './plan.ts';
import { characterSettings } from './settings.ts';

const kind: LanguageKind = {
  level: 'character',
  cell: 'gru',
  optimizer: adam(),
  score: { name: 'bits per character', of: (nll) => nll / Math.LN2 },
};

/** Character-level language models: what noise that does not depend on saturation does. */
export const ptbCharacters: Experiment = {
  name: 'ptb-characters',
  title: 'Characters of the Penn Treebank',
  about:
    'A GRU predicts the next character, over sequences of 200. Noise of a learned scale where units saturate (NAN) is ' +
    'compared with noise of a fixed scale on the inputs, everywhere (NANI) or where they saturate (NANIS).',
  source: 'Gulcehre et al. 2016, arXiv version 3, figure 8',
  arms: [
    { name: 'soft', description: 'sigmoid and tanh' },
    { name: 'hard', description: 'hard-sigmoid and hard-tanh without noise' },
    { name: 'nan', description: 'NAN, c = 0.5' },
    { name: 'nani', description: 'NANI, sigma = 0.05' },
    { name: 'nanis', description: 'NANIS, sigma = 0.25' },
  ],
  metrics: [
    { name: 'test bits per character', unit: 'bits', better: 'lower', digits: 3 },
    { name: 'validation bits per character', unit: 'bits', better: 'lower', digits: 3 },
  ],
  figures: [
    { value: 'training nll', as: 'bits', title: 'Training', axis: 'bits per character', scale: 'log' },
    { value: 'validation nll', as: 'bits', title: 'Validation', axis: 'bits per character', scale: 'log' },
  ],
  openSettings: [
    { setting: 'size', choice: 'one layer of 128 units, batches of 16 sequences, whose state goes on' },
    {
      setting: 'optimizer',
      choice: 'Adam with learning rate 0.002, gradient norm clipped at 100 (the loss is a sum of 200)',
    },
    { setting: 'updates', choice: '10,000 in every arm, where the figure has 40,000' },
    {
      setting: 'sigma',
      choice:
        "0.05 and 0.25, the paper's for captions and that of the authors' code; the authors searched 8 values between 0.01 and 1",
    },
    { setting: 'alpha', choice: '1' },
    { setting: 'published curves', choice: 'not drawn: the unit of their logarithmic axis is not stated' },
  ],
  checkData: checkText,
  plan: (request) => planLanguageModel(kind, characterSettings[request.preset], request),
};
