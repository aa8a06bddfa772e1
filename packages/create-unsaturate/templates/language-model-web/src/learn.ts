import { createNoiseStream } from '@unsaturate/core';
import { buildVocabulary, decode, encode, textBatches, unk } from '@unsaturate/tasks';
import {
  adam,
  armActivations,
  type LanguageModel,
  languageModel,
  sampleTokens,
  train,
} from '@unsaturate/train';
import { settings } from './settings';

/** What is told while it learns. */
export interface Told {
  readonly update: number;
  readonly perplexity: number;
  /** Text that the model wrote, now and then. */
  readonly sample?: string;
}

/**
 * Learns a text character by character, and waits after each update for who is told of it.
 *
 * @throws InvalidArgumentError and TextTooShortError for a text with too few characters.
 */
export async function learn(
  text: string,
  tell: (told: Told) => void | Promise<void>,
  maxUpdates?: number,
): Promise<void> {
  const { cell, layers, units, initRange, arm, alpha, seed, batchSize, timeSteps } = settings;
  const { learningRate, noiseScale, clipNorm, epochs, sampleEvery } = settings;
  const vocabulary = buildVocabulary(text, { level: 'character', format: 'prose', lowerCase: false });
  const { tokens } = vocabulary;
  const config = {
    cell,
    layers,
    units,
    initRange,
    vocabularySize: tokens.length,
    ...armActivations(arm, alpha),
  };
  const noise = createNoiseStream(seed);
  const model = languageModel(config, noise.key);
  const write = async (): Promise<string> => {
    const ids = await drawn(model, Math.max(0, tokens.indexOf('\n')), tokens.indexOf(unk));
    return decode(vocabulary, ids).trim();
  };
  await train({
    model,
    data: textBatches(encode(vocabulary, text), { batchSize, timeSteps }),
    optimizer: adam(),
    learningRate: () => learningRate,
    noiseScale: () => noiseScale,
    noise,
    clipNorm,
    epochs,
    ...(maxUpdates !== undefined && { maxUpdates }),
    async onEvent(event) {
      if (event.type !== 'update') return;
      const { update, nll } = event;
      const sample = update % sampleEvery === 0 ? { sample: await write() } : {};
      await tell({ update, perplexity: Math.exp(nll), ...sample });
    },
  });
}

async function drawn(model: LanguageModel, first: number, unknown: number): Promise<number[]> {
  const ids: number[] = [];
  const draws = sampleTokens(model, {
    prompt: Int32Array.of(first),
    length: 200,
    temperature: 0.7,
    exclude: unknown < 0 ? [] : [unknown],
    key: [settings.seed, 0],
    noiseScale: settings.noiseScale,
  });
  for await (const id of draws) ids.push(id);
  return ids;
}
