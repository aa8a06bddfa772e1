import { resolve } from 'node:path';
import { bitsPerCharacter } from '@unsaturate/tasks';
import { evaluate, restoreParameters } from '@unsaturate/train';
import { backendArg, backendOption, command, useBackend } from 'shared/command-line';
import { noiseScaleAt } from 'shared/language-model';
import { readSavedRun } from '../run/saved-run.ts';
import { checkText, setUpFromFile } from '../run/setup.ts';

const where = 'evaluate';

export const evaluateCommand = command({
  name: where,
  description: 'Perplexity of a trained model on the validation and test parts of its text.',
  args: {
    run: { type: 'positional', description: 'Run folder or checkpoint file', required: true },
    data: { type: 'string', description: 'The text it was trained on, if it is no longer where it was' },
    ...backendArg,
  },
  async run(args) {
    const saved = await readSavedRun(args.run);
    const backend = backendOption(where, args.backend, saved.plan.backend);
    const run = { ...saved.run, ...(args.data !== undefined && { data: resolve(args.data) }) };
    await useBackend(backend);
    const { corpus, model, architecture, validation, test } = await setUpFromFile(run);
    checkText(where, saved.vocabulary, corpus);
    restoreParameters(model.parameters, architecture, saved.checkpoint);
    const noiseScale = noiseScaleAt(run, saved.checkpoint.progress);
    for (const [part, source] of Object.entries({ validation, test })) {
      const { nll, perplexity, count } = await evaluate(model, source, noiseScale);
      const bits =
        corpus.vocabulary.level === 'character' ? `  ${bitsPerCharacter(nll).toFixed(3)} bits` : '';
      console.log(`${part.padEnd(10)} perplexity ${perplexity.toFixed(2)}${bits}  (${count} predictions)`);
    }
    return 0;
  },
});
