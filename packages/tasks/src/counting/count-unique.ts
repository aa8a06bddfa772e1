import { assertKnownKeys, type Words } from '@unsaturate/core';
import type { BatchStream } from '../streams/batch-stream.ts';
import { assertSizeByBatch, largestSize, sizeOfBatch, type SizeByBatch } from '../streams/by-batch.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey, drawIntegers } from '../streams/draws.ts';

/** What {@link countUnique} makes. */
export interface CountUniqueOptions {
  /** Draws come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Sequences of a batch, an integer >= 1. */
  readonly batchSize: number;
  /** Integers of a sequence, >= 1; default 26. As a function of the number of the batch, a curriculum. */
  readonly length?: SizeByBatch;
  /** Values that an integer can have, 0 to `values - 1`; an integer >= 1, default 11. */
  readonly values?: number;
}

/** Sequences of integers, and how many different ones each has. */
export interface CountUniqueBatch {
  /** Integers from 0 to `values - 1`, row-major `[batch, time]`. */
  readonly inputs: Int32Array;
  /** Number of different integers of each sequence, from 1 to `values`, `[batch]`. */
  readonly targets: Int32Array;
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly values: number;
  /** Classes of a model whose class k says "k different ones": `values + 1`, of which class 0 never happens. */
  readonly classes: number;
}

const where = 'countUnique';

/**
 * Counting: a sequence of random integers is read; the answer is how many different ones it has.
 *
 *     inputs   3 0 3 7 0 3 ... (26 integers from 0 to 10, uniform and independent)
 *     target   3 if all that follow are among 3, 0 and 7
 *
 * Published without saying whether 10 is among the values; the default is that it is (11 values). `values: 10` leaves it
 * out.
 *
 * @throws {@link InvalidArgumentError} for options out of range, for a batch number that is no integer >= 0, and for a curriculum that gives no length >= 1.
 * @see Gulcehre et al. 2016, section 6.6, table 5.
 *
 * @example
 * ```ts
 * countUnique({ key: [7, 0], batchSize: 100 }).batch(0)
 * // => { inputs: 100 x 26 integers, targets: 100, batchSize: 100, timeSteps: 26, values: 11, classes: 12 }
 * ```
 */
export function countUnique(options: CountUniqueOptions): BatchStream<CountUniqueBatch> {
  assertKnownKeys(where, 'options', options, ['key', 'batchSize', 'length', 'values']);
  const { key, batchSize, length = 26, values = 11 } = options;
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1);
  assertSizeByBatch(where, 'length', length, 1);
  assertInteger(where, 'values', values, 1, largestSize);
  return {
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const timeSteps = sizeOfBatch(`${where}.batch`, 'length', length, n, 1);
      const inputs = drawIntegers(batchKey(key, n), 0, batchSize * timeSteps, values);
      const targets = Int32Array.from(
        { length: batchSize },
        (_, row) => new Set(inputs.subarray(row * timeSteps, (row + 1) * timeSteps)).size,
      );
      return { inputs, targets, batchSize, timeSteps, values, classes: values + 1 };
    },
  };
}
