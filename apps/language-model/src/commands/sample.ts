import { tokenize, unk, type Vocabulary } from '@unsaturate/tasks';
import { restoreParameters } from '@unsaturate/train';
import {
  backendArg,
  backendOption,
  command,
  integerOption,
  positiveOption,
  useBackend,
} from 'shared/command-line';
import { modelFor, noiseScaleAt, sampleText } from 'shared/language-model';
import { readSavedRun } from '../run/saved-run.ts';

const where = 'sample';

export const sampleCommand = command({
  name: where,
  description: 'Write text with a trained model.',
  args: {
    run: { type: 'positional', description: 'Run folder or checkpoint file', required: true },
    prompt: { type: 'string', default: '', description: 'What the text begins with' },
    length: { type: 'string', default: '100', description: 'Tokens to write' },
    temperature: { type: 'string', default: '0.8', description: 'Below 1 the likely tokens become likelier' },
    seed: { type: 'string', default: '1', description: 'Equal seeds write equal text' },
    ...backendArg,
  },
  async run(args) {
    const length = integerOption(where, 'length', args.length, 1);
    const temperature = positiveOption(where, 'temperature', args.temperature);
    const seed = integerOption(where, 'seed', args.seed, 0);
    const { checkpoint, run, plan, vocabulary } = await readSavedRun(args.run);
    await useBackend(backendOption(where, args.backend, plan.backend));
    const { model, architecture } = modelFor(run, vocabulary);
    restoreParameters(model.parameters, architecture, checkpoint);
    const { prompt } = args;
    const noiseScale = noiseScaleAt(run, checkpoint.progress);
    const text = await sampleText(model, vocabulary, { prompt, length, temperature, seed, noiseScale });
    const unknown = unknownTokens(prompt, vocabulary);
    if (unknown.length > 0) {
      const names = unknown.map((token) => JSON.stringify(token)).join(', ');
      console.error(`Not in the vocabulary of the model, which reads ${unk} instead: ${names}.`);
    }
    console.log(text);
    return 0;
  },
});

function unknownTokens(text: string, vocabulary: Vocabulary): string[] {
  const known = new Set(vocabulary.tokens);
  return [...new Set(tokenize(text, vocabulary))].filter((token) => !known.has(token));
}
