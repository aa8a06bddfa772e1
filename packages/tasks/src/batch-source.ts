/**
 * Training data by number: one epoch is the batches 0 to `batchesPerEpoch - 1`.
 *
 * A batch depends on its index alone, so that a position in the data is one number in a checkpoint.
 */
export interface BatchSource<Batch> {
  readonly batchesPerEpoch: number;
  batch(index: number): Batch;
}
