import { assertKnownKeys, type Words } from '@unsaturate/core';
import type { BatchStream } from '../streams/batch-stream.ts';
import { assertSizeByBatch, largestSize, sizeOfBatch, type SizeByBatch } from '../streams/by-batch.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey, drawBetween, drawIntegers } from '../streams/draws.ts';
import { copyVectors, type SequenceBatch } from './sequence-batch.ts';

/** What {@link copy} makes. */
export interface CopyOptions {
  /** Draws come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Sequences of a batch, an integer >= 1. */
  readonly batchSize: number;
  /** The fewest vectors of a sequence, an integer >= 1; default 1. */
  readonly minLength?: number;
  /** The most vectors, an integer >= minLength; default 20. As a function of the number of the batch, a curriculum. */
  readonly maxLength?: SizeByBatch;
  /** Bits of a vector, an integer >= 1; default 8. */
  readonly bits?: number;
}

/** Sequences to repeat once. */
export interface CopyBatch extends SequenceBatch {
  /** Vectors of every sequence. */
  readonly length: number;
}

const where = 'copy';

/** Stream numbers under the key of a batch. */
const lengthDraw = 0;
const bitsDraw = 1;

/**
 * Copy: vectors of random bits are read, then an end flag on a channel of its own; the answer is the vectors again.
 * With 3 of them:
 *
 *     step     0  1  2  3  4  5  6
 *     bits     v1 v2 v3 .  .  .  .
 *     channel  .  .  .  1  .  .  .
 *     target               v1 v2 v3
 *
 * So there are `2 length + 1` steps of `bits + 1` channels. The length is uniform on minLength to maxLength, one draw
 * for the whole batch, so that nothing is padded.
 *
 * @throws {@link InvalidArgumentError} for options out of range, for a batch number that is no integer >= 0, and for a curriculum that gives less than minLength.
 * @see Graves et al. 2014, "Neural Turing machines", section 4.1.
 *
 * @example
 * ```ts
 * copy({ key: [7, 0], batchSize: 16, minLength: 20 }).batch(0)
 * // => { inputs: 16 x 41 x 9 numbers, targets: 16 x 20 x 8, timeSteps: 41, firstAnswerStep: 21, length: 20, ... }
 * ```
 */
export function copy(options: CopyOptions): BatchStream<CopyBatch> {
  assertKnownKeys(where, 'options', options, ['key', 'batchSize', 'minLength', 'maxLength', 'bits']);
  const { key, batchSize, minLength = 1, maxLength = 20, bits = 8 } = options;
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1);
  assertInteger(where, 'minLength', minLength, 1, largestSize);
  assertSizeByBatch(where, 'maxLength', maxLength, minLength);
  assertInteger(where, 'bits', bits, 1);
  return {
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const drawKey = batchKey(key, n);
      const most = sizeOfBatch(`${where}.batch`, 'maxLength', maxLength, n, minLength);
      const length = drawBetween(drawKey, lengthDraw, minLength, most);
      return layOut(drawIntegers(drawKey, bitsDraw, batchSize * length * bits, 2), batchSize, length, bits);
    },
  };
}

/** The batch of these vectors, `[batch, length, bits]`. */
function layOut(vectors: Int32Array, batchSize: number, length: number, bits: number): CopyBatch {
  const timeSteps = 2 * length + 1;
  const channels = bits + 1;
  const inputs = new Float32Array(batchSize * timeSteps * channels);
  for (let row = 0; row < batchSize; row++) {
    const step = row * timeSteps;
    copyVectors(inputs, step, channels, vectors, row * length, length, bits);
    inputs[(step + length) * channels + bits] = 1;
  }
  return {
    inputs,
    targets: Float32Array.from(vectors),
    batchSize,
    timeSteps,
    channels,
    firstAnswerStep: length + 1,
    answerSteps: length,
    targetChannels: bits,
    length,
  };
}
