import { createNoiseStream } from '@unsaturate/core';
import { decode, encode, eos, unk, type Vocabulary } from '@unsaturate/tasks';
import { type LanguageModel, sampleTokens } from '@unsaturate/train';

/** What to write. */
export interface TextSample {
  /** What the text begins with; empty for a fresh paragraph. */
  readonly prompt: string;
  /** Tokens to draw. */
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
  /** c. */
  readonly noiseScale: number;
}

/** Writes text with a model, beginning with the prompt. `<unk>` is never drawn. */
export async function sampleText(
  model: LanguageModel,
  vocabulary: Vocabulary,
  sample: TextSample,
): Promise<string> {
  const { tokens, level } = vocabulary;
  const start = tokens.indexOf(level === 'word' ? eos : '\n');
  const written = [...encode(vocabulary, sample.prompt)];
  const draws = sampleTokens(model, {
    prompt: Int32Array.of(Math.max(start, 0), ...written),
    length: sample.length,
    temperature: sample.temperature,
    exclude: tokens.includes(unk) ? [tokens.indexOf(unk)] : [],
    key: createNoiseStream(sample.seed).key,
    noiseScale: sample.noiseScale,
  });
  for await (const id of draws) written.push(id);
  return decode(vocabulary, written).trim();
}
