import { assertInteger } from './checks.ts';

/**
 * Endless training data by number: batch n depends on n alone, and on the key that the stream was made with.
 *
 * Nothing is stored: batches can be asked for in any order, and a run that goes on from a checkpoint sees what it would
 * have seen.
 */
export interface BatchStream<Batch> {
  /** Batch n, any integer from 0 to 2^53 - 1. */
  batch(n: number): Batch;
}

/** Batches by number within an epoch, other ones every epoch. */
export interface StreamedSource<Batch> {
  readonly batchesPerEpoch: number;
  /** Batch `index`, from 0 to `batchesPerEpoch - 1`, of epoch `epoch`, from 0. */
  batch(index: number, epoch: number): Batch;
}

/** Batches by number, the same every epoch. */
export interface FixedSource<Batch> {
  readonly batchesPerEpoch: number;
  /** Batch `index`, from 0 to `batchesPerEpoch - 1`. */
  batch(index: number): Batch;
}

/**
 * Cuts a stream into epochs for training, none of whose batches returns: batch `index` of epoch `epoch` is batch
 * `n = epoch * batchesPerEpoch + index` of the stream.
 *
 * @throws {@link InvalidArgumentError} for a number of batches that is not an integer >= 1, and for an index or an epoch out of range.
 *
 * @example
 * ```ts
 * streamed(copy({ key: [7, 0], batchSize: 16 }), 1000).batch(2, 3) // => batch 3002 of the stream
 * ```
 */
export function streamed<Batch>(stream: BatchStream<Batch>, batchesPerEpoch: number): StreamedSource<Batch> {
  assertInteger('streamed', 'batchesPerEpoch', batchesPerEpoch, 1);
  return {
    batchesPerEpoch,
    batch(index, epoch) {
      assertInteger('streamed.batch', 'index', index, 0, batchesPerEpoch - 1);
      assertInteger('streamed.batch', 'epoch', epoch, 0);
      return stream.batch(epoch * batchesPerEpoch + index);
    },
  };
}

/**
 * The batches 0 to `count - 1` of a stream, the same every epoch: a validation set.
 *
 * Make the stream with a key of its own, or it holds what is trained on; and without a curriculum, of which these
 * batches would be the easiest.
 *
 * @throws {@link InvalidArgumentError} for a count that is not an integer >= 1, and for an index out of range.
 *
 * @example
 * ```ts
 * fixed(copy({ key: [8, 0], batchSize: 100 }), 10).batchesPerEpoch // => 10
 * ```
 */
export function fixed<Batch>(stream: BatchStream<Batch>, count: number): FixedSource<Batch> {
  assertInteger('fixed', 'count', count, 1);
  return {
    batchesPerEpoch: count,
    batch(index) {
      assertInteger('fixed.batch', 'index', index, 0, count - 1);
      return stream.batch(index);
    },
  };
}
