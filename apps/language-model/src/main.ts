import { defineCommand, runMain } from 'citty';

const command = defineCommand({
  meta: {
    name: 'language-model',
    description: 'Train, evaluate and sample recurrent language models with noisy activations.',
  },
  subCommands: {
    train: () => import('./commands/train.ts').then(({ trainCommand }) => trainCommand),
    evaluate: () => import('./commands/evaluate.ts').then(({ evaluateCommand }) => evaluateCommand),
    sample: () => import('./commands/sample.ts').then(({ sampleCommand }) => sampleCommand),
  },
});

await runMain(command);
