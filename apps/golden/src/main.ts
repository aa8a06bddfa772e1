import '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError } from '@unsaturate/core';
import { defineCommand, runMain } from 'citty';
import { checkGolden } from './check-golden.ts';
import { passes, type PathResult } from './compare.ts';
import { readGolden } from './golden-files.ts';

const command = defineCommand({
  meta: {
    name: 'golden',
    description: 'Check every implementation of the mathematics against a folder of reference values.',
  },
  args: {
    folder: {
      type: 'positional',
      description: 'Folder with noise.json, activations.json and scans.json',
      required: true,
    },
  },
  async run({ args }) {
    try {
      tf.enableProdMode();
      process.exitCode = print(await checkGolden(await readGolden(args.folder))) ? 0 : 1;
    } catch (error) {
      if (!UnsaturateError.isInstance(error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  },
});

function print(results: readonly PathResult[]): boolean {
  for (const result of results) console.log(line(result));
  const failed = results.filter((result) => !passes(result));
  console.log(
    failed.length === 0 ? 'All paths agree.' : `${failed.length} of ${results.length} paths disagree.`,
  );
  return failed.length === 0;
}

function line(result: PathResult): string {
  const { path, quantity, cases, wrong, largestError, allowed } = result;
  const verdict = passes(result) ? 'ok' : `WRONG in ${wrong.length}: ${wrong.slice(0, 3).join(', ')}`;
  const numbers = `${String(cases).padStart(4)} cases  largest error ${largestError.toExponential(1)} of ${allowed}`;
  return `${path.padEnd(22)} ${quantity.padEnd(26)} ${numbers}  ${verdict}`;
}

await runMain(command);
