import { assertKnownKeys, type Words } from '@unsaturate/core';
import type { BatchStream } from '../streams/batch-stream.ts';
import { assertSizeByBatch, largestSize, sizeOfBatch, type SizeByBatch } from '../streams/by-batch.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey, drawBetween, drawIntegers } from '../streams/draws.ts';
import { copyVectors, type SequenceBatch } from './sequence-batch.ts';

/** What {@link associativeRecall} makes. */
export interface AssociativeRecallOptions {
  /** Draws come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Sequences of a batch, an integer >= 1. */
  readonly batchSize: number;
  /** The fewest items of a sequence, an integer >= 2. */
  readonly minItems: number;
  /** The most items of a sequence, an integer >= minItems; as a function of the number of the batch, a curriculum. */
  readonly maxItems: SizeByBatch;
  /** Vectors of an item, an integer >= 1; default 3. */
  readonly itemLength?: number;
  /** Bits of a vector, an integer >= 1; default 6. */
  readonly bits?: number;
}

/** Sequences of items, and the item that follows the one asked for. */
export interface AssociativeRecallBatch extends SequenceBatch {
  /** Items of every sequence, the query not counted. */
  readonly items: number;
}

const where = 'associativeRecall';
const optionKeys = ['key', 'batchSize', 'minItems', 'maxItems', 'itemLength', 'bits'];

/** Stream numbers under the key of a batch. */
const itemsDraw = 0;
const queryDraw = 1;
const bitsDraw = 2;

/**
 * Associative recall: items are read, then one of them again; the answer is the item that followed it.
 *
 * An item is L = itemLength vectors of random bits. Two channels beside the bits mark delimiters: A before every item,
 * Q before the query and again before the answer. With 2 items, L = 3, and item 1 asked for:
 *
 *     step      0   1  2  3    4   5  6  7    8   9  10 11   12  13 14 15
 *     bits      .   a1 a2 a3   .   b1 b2 b3   .   a1 a2 a3   .   .  .  .
 *     channel A 1   .  .  .    1   .  .  .    .   .  .  .    .   .  .  .
 *     channel Q .   .  .  .    .   .  .  .    1   .  .  .    1   .  .  .
 *     target                                                     b1 b2 b3
 *
 * So there are `(items + 2) (L + 1)` steps of `bits + 2` channels, A the last but one and Q the last. The number of
 * items is uniform on minItems to maxItems, one draw for the whole batch, so that nothing is padded; the query is
 * uniform on all items but the last, a draw for every row. Items are drawn without regard to each other: two can be
 * equal, with odds of 1 in 2^(L bits).
 *
 * @throws {@link InvalidArgumentError} for options out of range, for a batch number that is no integer >= 0, and for a curriculum that gives fewer than minItems.
 * @see Graves et al. 2014, "Neural Turing machines", section 4.3; Gulcehre et al. 2016, section 6.6.
 *
 * @example
 * ```ts
 * associativeRecall({ key: [7, 0], batchSize: 16, minItems: 6, maxItems: 6 }).batch(0)
 * // => { inputs: 16 x 32 x 8 numbers, targets: 16 x 3 x 6, timeSteps: 32, firstAnswerStep: 29, items: 6, ... }
 * ```
 */
export function associativeRecall(options: AssociativeRecallOptions): BatchStream<AssociativeRecallBatch> {
  assertKnownKeys(where, 'options', options, optionKeys);
  const { key, batchSize, minItems, maxItems, itemLength = 3, bits = 6 } = options;
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1);
  assertInteger(where, 'minItems', minItems, 2, largestSize);
  assertSizeByBatch(where, 'maxItems', maxItems, minItems);
  assertInteger(where, 'itemLength', itemLength, 1);
  assertInteger(where, 'bits', bits, 1);
  return {
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const drawKey = batchKey(key, n);
      const most = sizeOfBatch(`${where}.batch`, 'maxItems', maxItems, n, minItems);
      const items = drawBetween(drawKey, itemsDraw, minItems, most);
      const queries = drawIntegers(drawKey, queryDraw, batchSize, items - 1);
      const itemBits = drawIntegers(drawKey, bitsDraw, batchSize * items * itemLength * bits, 2);
      return layOut(itemBits, queries, { batchSize, items, itemLength, bits });
    },
  };
}

interface Sizes {
  readonly batchSize: number;
  readonly items: number;
  readonly itemLength: number;
  readonly bits: number;
}

/** The batch of these items, `[batch, items, itemLength, bits]`, and these queries, `[batch]`. */
function layOut(itemBits: Int32Array, queries: Int32Array, sizes: Sizes): AssociativeRecallBatch {
  const { batchSize, items, itemLength, bits } = sizes;
  const group = itemLength + 1;
  const timeSteps = (items + 2) * group;
  const channels = bits + 2;
  const inputs = new Float32Array(batchSize * timeSteps * channels);
  const targets = new Float32Array(batchSize * itemLength * bits);
  for (let row = 0; row < batchSize; row++) {
    const queried = queries[row]!;
    for (let place = 0; place < items + 2; place++) {
      const step = row * timeSteps + place * group;
      inputs[step * channels + bits + (place < items ? 0 : 1)] = 1;
      if (place > items) continue;
      const item = row * items + (place < items ? place : queried);
      copyVectors(inputs, step + 1, channels, itemBits, item * itemLength, itemLength, bits);
    }
    const answer = (row * items + queried + 1) * itemLength;
    copyVectors(targets, row * itemLength, bits, itemBits, answer, itemLength, bits);
  }
  return {
    inputs,
    targets,
    batchSize,
    timeSteps,
    channels,
    firstAnswerStep: timeSteps - itemLength,
    answerSteps: itemLength,
    targetChannels: bits,
    items,
  };
}
