import * as tf from '@tensorflow/tfjs-core';
import { sourceBatch } from '@unsaturate/tasks';
import { beamSearch } from '../../decoding/beam-search.ts';
import { tensorDecoder } from '../../decoding/tensor-decoder.ts';
import type { TranslationModel } from './model.ts';

/** Sentences that are translated at a time. */
const atOnce = 50;

/** How translations are found. */
export interface TranslateOptions {
  /** 1 takes the likeliest symbol each time. */
  readonly beamWidth: number;
  readonly maxSymbols: number;
  readonly sourceMultiple: number;
  /** Id of `<unk>`, which is never said. */
  readonly unknown: number;
  readonly noiseScale: number;
}

/** The translation of each sentence by beam search, that of the highest mean log probability of its symbols, as ids. */
export async function translate(
  model: TranslationModel,
  sentences: readonly Int32Array[],
  options: TranslateOptions,
): Promise<number[][]> {
  const byLength = [...sentences.keys()].toSorted((a, b) => sentences[a]!.length - sentences[b]!.length);
  const translations = Array.from(sentences, (): number[] => []);
  for (let first = 0; first < byLength.length; first += atOnce) {
    const chosen = byLength.slice(first, first + atOnce);
    const some = await translateSome(
      model,
      chosen.map((n) => sentences[n]!),
      options,
    );
    chosen.forEach((n, i) => (translations[n] = some[i]!));
  }
  return translations;
}

async function translateSome(
  model: TranslationModel,
  sentences: readonly Int32Array[],
  { beamWidth, maxSymbols, sourceMultiple, unknown, noiseScale }: TranslateOptions,
): Promise<number[][]> {
  const { end } = model.config;
  const repeated = sentences.flatMap((sentence) => Array.from({ length: beamWidth }, () => sentence));
  const encoded = tf.tidy(() => ({
    ...model.encode(sourceBatch(repeated, { end, sourceMultiple }), noiseScale),
  }));
  const decoder = tensorDecoder<'h'>((before, symbols) =>
    model.next({ ...encoded, state: before }, symbols, noiseScale),
  );
  const found = await beamSearch(decoder, encoded.state, {
    sequences: sentences.length,
    width: beamWidth,
    maxLength: maxSymbols,
    lengthPower: 1,
    end,
    never: [unknown],
  });
  tf.dispose([found.state, encoded.constants]);
  return found.sentences;
}
