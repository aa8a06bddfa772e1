import * as tf from '@tensorflow/tfjs';
import '@unsaturate/wasm';
import { beforeAll, expect, it } from 'vitest';
import { learn, type Told } from './learn';
import text from './text.txt?raw';

beforeAll(() => tf.setBackend('cpu'));

it('learns the text and writes some', async () => {
  const told: Told[] = [];
  await learn(text, (each) => told.push(each), new AbortController().signal, 30);
  expect(told.length).toBe(30);
  expect(told.at(-1)!.perplexity).toBeLessThan(told[0]!.perplexity / 1.5);
  expect(told.at(24)!.sample?.length).toBeGreaterThan(20);
});

it('says what is wrong with a text that is too short', async () => {
  await expect(learn('ab', () => {}, new AbortController().signal)).rejects.toThrow(/text/i);
});
