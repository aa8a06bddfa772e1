import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fold, InvalidArgumentError, randomWord, type Words } from '@unsaturate/core';
import type { Carry } from '../model.ts';
import type { LanguageModel } from './language-model.ts';

/** How {@link sampleTokens} draws. */
export interface SampleOptions {
  /** Ids the text begins with, at least one; they are read, not repeated. */
  readonly prompt: Int32Array;
  /** Tokens to draw. */
  readonly length: number;
  /** Divides the logits: below 1 the likely tokens become likelier. Default 1. */
  readonly temperature?: number;
  /** Ids that are never drawn, for example that of `<unk>`. */
  readonly exclude?: readonly number[];
  /** Draws come from `fold(key, 4)`: equal keys give equal text. */
  readonly key: Words;
  /** c as at the end of training. */
  readonly noiseScale: number;
}

/**
 * Draws text from a language model, one id at a time: `P(token) = softmax(logits / temperature)`.
 *
 * @throws InvalidArgumentError for an empty prompt, ids outside the vocabulary, or a temperature that is not above 0.
 *
 * @example
 * ```ts
 * for await (const id of sampleTokens(model, { prompt, length: 50, key: [1, 0], noiseScale: 0.5 })) ids.push(id);
 * ```
 */
export async function* sampleTokens(
  model: LanguageModel,
  options: SampleOptions,
): AsyncGenerator<number, void, undefined> {
  checkOptions(model, options);
  const { prompt, length, temperature = 1, exclude = [], noiseScale } = options;
  const drawKey = fold(options.key, 4);
  const context = { training: false, noise: createNoiseStream(0), noiseScale };
  let carry: Carry = model.initialCarry({ inputs: prompt, targets: prompt, batchSize: 1, timeSteps: 1 });

  const advance = async (inputs: Int32Array): Promise<Float32Array> => {
    const before = carry;
    const { scores, next } = tf.tidy(() => {
      const window = { inputs, batchSize: 1, timeSteps: inputs.length };
      const { logits, carry: after } = model.logits(window, before, context);
      return {
        scores: tf.slice(logits, [inputs.length - 1, 0], [1, -1]),
        next: after,
      };
    });
    tf.dispose(before);
    carry = next;
    const values = await scores.data<'float32'>();
    scores.dispose();
    return values;
  };

  try {
    let scores = await advance(prompt);
    for (let n = 0; n < length; n++) {
      const id = draw(scores, temperature, exclude, randomWord(drawKey, 0, n) / 2 ** 32);
      yield id;
      if (n + 1 < length) scores = await advance(Int32Array.of(id));
    }
  } finally {
    tf.dispose(carry);
  }
}

/** The id at which the running sum of probabilities passes `uniform`. */
function draw(
  scores: Float32Array,
  temperature: number,
  exclude: readonly number[],
  uniform: number,
): number {
  const weights = Float64Array.from(scores, (score) => score / temperature);
  for (const id of exclude) weights[id] = -Infinity;
  const most = weights.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  weights.forEach((weight, id) => (total += weights[id] = Math.exp(weight - most)));
  let left = uniform * total;
  for (let id = 0; id < weights.length; id++) {
    left -= weights[id]!;
    if (left < 0) return id;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

function checkOptions({ config }: LanguageModel, { prompt, length, temperature = 1 }: SampleOptions): void {
  const where = 'sampleTokens';
  const outside = prompt.findIndex((id) => id < 0 || id >= config.vocabularySize);
  if (prompt.length === 0 || outside >= 0) {
    const rule = `hold at least one id, each from 0 to ${config.vocabularySize - 1}`;
    const value = prompt.length === 0 ? 'no ids' : prompt[outside];
    throw new InvalidArgumentError({ where, argument: 'prompt', value, rule });
  }
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new InvalidArgumentError({
      where,
      argument: 'length',
      value: length,
      rule: 'be an integer of at least 0',
    });
  }
  if (!(temperature > 0 && temperature < Infinity)) {
    const rule = 'be a finite number above 0';
    throw new InvalidArgumentError({ where, argument: 'temperature', value: temperature, rule });
  }
}
