import { decode, encode, eos, unk } from '@unsaturate/tasks';
import { sampleTokens } from '@unsaturate/train';
import { settings } from './settings.js';
import type { Setup } from './setup.js';

/** Writes text that begins with a prompt. */
export async function sample(
  { corpus, model, noise }: Setup,
  prompt: string,
  length: number,
): Promise<string> {
  const { vocabulary } = corpus;
  const { tokens, level } = vocabulary;
  const first = Math.max(0, tokens.indexOf(level === 'word' ? eos : '\n'));
  const ids = [...encode(vocabulary, prompt)];
  const drawn = sampleTokens(model, {
    prompt: Int32Array.of(first, ...ids),
    length,
    temperature: 0.8,
    exclude: tokens.includes(unk) ? [tokens.indexOf(unk)] : [],
    key: noise.key,
    noiseScale: settings.noiseScale,
  });
  for await (const id of drawn) ids.push(id);
  return decode(vocabulary, ids).trim();
}
