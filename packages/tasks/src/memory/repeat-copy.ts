import { assertKnownKeys } from '@unsaturate/core';
import type { BatchStream } from '../streams/batch-stream.ts';
import { assertSizeByBatch, largestSize, sizeOfBatch } from '../streams/by-batch.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey, drawBetween, drawIntegers } from '../streams/draws.ts';
import type { CopyBatch, CopyOptions } from './copy.ts';
import { copyVectors } from './sequence-batch.ts';

/** What {@link repeatCopy} makes. Lengths are 1 to 10 by default here. */
export interface RepeatCopyOptions extends CopyOptions {
  /** The fewest repeats, an integer >= 1; default 1. */
  readonly minRepeats?: number;
  /** The most repeats, an integer >= minRepeats; default 10. */
  readonly maxRepeats?: number;
}

/** Sequences to repeat several times. */
export interface RepeatCopyBatch extends CopyBatch {
  /** Times that every sequence is to be repeated. */
  readonly repeats: number;
}

const where = 'repeatCopy';
const optionKeys = ['key', 'batchSize', 'minLength', 'maxLength', 'bits', 'minRepeats', 'maxRepeats'];

/** Stream numbers under the key of a batch. */
const lengthDraw = 0;
const bitsDraw = 1;
const repeatsDraw = 2;

/**
 * Repeat copy: vectors of random bits are read, then an end flag and the number of repeats, each on a channel of its
 * own; the answer is the vectors that many times, and an end marker. With 2 vectors, 3 times:
 *
 *     step           0  1  2  3  4  5  6  7  8  9
 *     bits           v1 v2 .  .  .  .  .  .  .  .
 *     flag           .  .  1  .  .  .  .  .  .  .
 *     repeats        .  .  r  .  .  .  .  .  .  .
 *     target bits             v1 v2 v1 v2 v1 v2 .
 *     target end              .  .  .  .  .  .  1
 *
 * So there are `length + repeats length + 2` steps of `bits + 2` channels, and targets of `bits + 1`. Length and
 * repeats are uniform between their limits, one draw each for the whole batch. r is the number of repeats with mean 0
 * and variance 1 over the draws, R being maxRepeats - minRepeats + 1 (r = 0 where there is no choice):
 *
 *     r = (repeats - (minRepeats + maxRepeats) / 2) / sqrt((R^2 - 1) / 12)
 *
 * @throws {@link InvalidArgumentError} for options out of range, for a batch number that is no integer >= 0, and for a curriculum that gives less than minLength.
 * @see Graves et al. 2014, "Neural Turing machines", section 4.2, which does not give its layout in full: the flag is this project's.
 *
 * @example
 * ```ts
 * repeatCopy({ key: [7, 0], batchSize: 16, minLength: 10, minRepeats: 10 }).batch(0)
 * // => { inputs: 16 x 112 x 10 numbers, targets: 16 x 101 x 9, timeSteps: 112, firstAnswerStep: 11, repeats: 10, ... }
 * ```
 */
export function repeatCopy(options: RepeatCopyOptions): BatchStream<RepeatCopyBatch> {
  assertKnownKeys(where, 'options', options, optionKeys);
  const {
    key,
    batchSize,
    minLength = 1,
    maxLength = 10,
    bits = 8,
    minRepeats = 1,
    maxRepeats = 10,
  } = options;
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1);
  assertInteger(where, 'minLength', minLength, 1, largestSize);
  assertSizeByBatch(where, 'maxLength', maxLength, minLength);
  assertInteger(where, 'bits', bits, 1);
  assertInteger(where, 'minRepeats', minRepeats, 1, largestSize);
  assertInteger(where, 'maxRepeats', maxRepeats, minRepeats, largestSize);
  return {
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const drawKey = batchKey(key, n);
      const most = sizeOfBatch(`${where}.batch`, 'maxLength', maxLength, n, minLength);
      const length = drawBetween(drawKey, lengthDraw, minLength, most);
      const repeats = drawBetween(drawKey, repeatsDraw, minRepeats, maxRepeats);
      const vectors = drawIntegers(drawKey, bitsDraw, batchSize * length * bits, 2);
      const count = standardized(repeats, minRepeats, maxRepeats);
      return layOut(vectors, count, { batchSize, length, bits, repeats });
    },
  };
}

/** A number that is uniform on the integers `min` to `max`, with mean 0 and variance 1. */
function standardized(value: number, min: number, max: number): number {
  return min === max ? 0 : (value - (min + max) / 2) / Math.sqrt(((max - min + 1) ** 2 - 1) / 12);
}

interface Sizes {
  readonly batchSize: number;
  readonly length: number;
  readonly bits: number;
  readonly repeats: number;
}

/** The batch of these vectors, `[batch, length, bits]`, with `count` on the channel of repeats. */
function layOut(vectors: Int32Array, count: number, sizes: Sizes): RepeatCopyBatch {
  const { batchSize, length, bits, repeats } = sizes;
  const answerSteps = repeats * length + 1;
  const timeSteps = length + 1 + answerSteps;
  const channels = bits + 2;
  const targetChannels = bits + 1;
  const inputs = new Float32Array(batchSize * timeSteps * channels);
  const targets = new Float32Array(batchSize * answerSteps * targetChannels);
  for (let row = 0; row < batchSize; row++) {
    const step = row * timeSteps;
    copyVectors(inputs, step, channels, vectors, row * length, length, bits);
    inputs.set([1, count], (step + length) * channels + bits);
    const answer = row * answerSteps;
    for (let time = 0; time < repeats; time++) {
      copyVectors(targets, answer + time * length, targetChannels, vectors, row * length, length, bits);
    }
    targets[(answer + answerSteps) * targetChannels - 1] = 1;
  }
  return {
    inputs,
    targets,
    batchSize,
    timeSteps,
    channels,
    firstAnswerStep: length + 1,
    answerSteps,
    targetChannels,
    length,
    repeats,
  };
}
