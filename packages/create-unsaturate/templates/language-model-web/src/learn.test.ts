import * as tf from '@tensorflow/tfjs';
import '@unsaturate/wasm';
import { beforeAll, expect, it } from 'vitest';
import { learn, type Told } from './learn';
import text from './text.txt?raw';

beforeAll(() => tf.setBackend('cpu'));

it('learns the text and writes some', async () => {
  const told: Told[] = [];
  await learn(text, (each) => void told.push(each), 30);
  expect(told.map(({ update }) => update)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  expect(told.at(-1)!.perplexity).toBeLessThan(told[0]!.perplexity / 1.5);
  expect(told.at(24)!.sample?.length).toBeGreaterThan(20);
});

it('waits for who is told', async () => {
  let goOn = (): void => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  let updates = 0;
  const learning = learn(
    text,
    async ({ update }) => {
      updates = update;
      if (update === 2) await gate;
    },
    4,
  );
  await expect.poll(() => updates).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(updates).toBe(2);
  goOn();
  await learning;
  expect(updates).toBe(4);
});

it('says what is wrong with a text that is too short', async () => {
  await expect(learn('ab', () => {})).rejects.toThrow(/text/i);
});
