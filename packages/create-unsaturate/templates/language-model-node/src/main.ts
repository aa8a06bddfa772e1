import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { evaluationBatches } from '@unsaturate/tasks';
import { evaluate, type TrainEvent } from '@unsaturate/train';
import { ready } from '@unsaturate/wasm'; // compiles the model
import { sample } from './sample.js';
import { restore } from './saved.js';
import { settings } from './settings.js';
import { setUp } from './setup.js';
import { trainRun } from './train.js';

const usage = `node dist/main.js train|evaluate|sample [--data FILE] [--run FOLDER] [--updates N] [--prompt TEXT] [--length N]`;

const options = {
  data: { type: 'string' },
  run: { type: 'string', default: 'run' },
  updates: { type: 'string' },
  prompt: { type: 'string', default: '' },
  length: { type: 'string', default: '100' },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command] = positionals;
  if (command !== 'train' && command !== 'evaluate' && command !== 'sample')
    throw new Error(`Usage: ${usage}`);
  const updates = values.updates === undefined ? undefined : wholeNumber('updates', values.updates);
  const length = wholeNumber('length', values.length);
  tf.enableProdMode(); // no advice of TensorFlow.js about other backends
  await tf.setBackend('cpu');
  await ready(); // all processors
  const setup = await setUp(values.data);

  if (command === 'train') {
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const request = { folder: values.run, maxUpdates: updates, signal: stop.signal, onEvent: show };
    const { reason, update } = await trainRun(setup, request);
    if (reason === 'interrupted') return console.log(`Saved after update ${update}; npm start goes on.`);
  } else await restore(setup, values.run);

  if (command !== 'sample') {
    const { batchSize, timeSteps, noiseScale } = settings;
    const test = evaluationBatches(setup.corpus.test, { batchSize, timeSteps });
    const { perplexity } = await evaluate(setup.model, test, noiseScale);
    console.log(`test perplexity ${perplexity.toFixed(1)}`);
  }
  if (command !== 'evaluate') console.log(`\n${await sample(setup, values.prompt, length)}`);
}

function show(event: TrainEvent): void {
  if (event.type === 'resume') console.log(`goes on after update ${event.update}`);
  if (event.type === 'update' && event.update % 20 === 0)
    console.log(`update ${event.update}: perplexity ${Math.exp(event.nll).toFixed(1)}`);
  if (event.type === 'validation') console.log(`validation perplexity ${event.perplexity.toFixed(1)}`);
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${flag} must be a whole number above 0, got "${text}".`);
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
