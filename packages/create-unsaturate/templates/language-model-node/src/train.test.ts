import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { evaluationBatches } from '@unsaturate/tasks';
import { evaluate } from '@unsaturate/train';
import '@unsaturate/wasm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sample } from './sample.js';
import { restore } from './saved.js';
import { settings } from './settings.js';
import { setUp } from './setup.js';
import { trainRun } from './train.js';

const folder = mkdtempSync(join(tmpdir(), 'language-model-'));
const text = join(folder, 'text.txt');

beforeAll(async () => {
  await tf.setBackend('cpu');
  writeFileSync(
    text,
    'the wheel goes round and the water runs down and the stone grinds the corn .\n'.repeat(200),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Test perplexity of the model as it is. */
async function perplexity({ corpus, model }: Awaited<ReturnType<typeof setUp>>): Promise<number> {
  const { batchSize, timeSteps, noiseScale } = settings;
  const test = evaluationBatches(corpus.test, { batchSize, timeSteps });
  return (await evaluate(model, test, noiseScale)).perplexity;
}

it('learns, goes on where it stopped, and writes', async () => {
  const whole = await setUp(text);
  const before = await perplexity(whole);
  await trainRun(whole, { folder: join(folder, 'whole'), maxUpdates: 12 });
  const after = await perplexity(whole);
  expect(after).toBeLessThan(before / 1.2);

  const broken = { folder: join(folder, 'broken') };
  await trainRun(await setUp(text), { ...broken, maxUpdates: 5 });
  const resumed = await setUp(text);
  await trainRun(resumed, { ...broken, maxUpdates: 12 });
  expect(await perplexity(resumed)).toBe(after);

  const restored = await setUp(text);
  await restore(restored, broken.folder);
  expect(await perplexity(restored)).toBe(after);
  expect((await sample(restored, 'the wheel', 8)).startsWith('the wheel')).toBe(true);
});
