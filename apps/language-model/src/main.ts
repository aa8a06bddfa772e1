import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runMain } from 'citty';

const command = defineCommand({
  meta: {
    name: 'npm run',
    description: 'Train, evaluate and sample recurrent language models with noisy activations.',
  },
  subCommands: {
    train: () => import('./commands/train.ts').then(({ trainCommand }) => trainCommand),
    evaluate: () => import('./commands/evaluate.ts').then(({ evaluateCommand }) => evaluateCommand),
    sample: () => import('./commands/sample.ts').then(({ sampleCommand }) => sampleCommand),
  },
});

/** Options of npm run come after two dashes. */
async function showUsage<Args extends ArgsDef>(
  shown: CommandDef<Args>,
  parent?: CommandDef<Args>,
): Promise<void> {
  const usage = await renderUsage(shown, parent);
  console.log(usage.replace('<command> --help', '<command> -- --help'));
}

await runMain(command, { showUsage });
