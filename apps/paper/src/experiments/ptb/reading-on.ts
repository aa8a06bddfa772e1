import type { BatchSource } from '@unsaturate/train';

/** A source cut into shorter epochs, each of which reads on where the one before stopped, and round the end. */
export function readingOn<Batch>(
  source: BatchSource<Batch>,
  batchesPerEpoch: number = source.batchesPerEpoch,
): BatchSource<Batch> {
  return {
    batchesPerEpoch,
    batch(index, epoch) {
      const read = epoch * batchesPerEpoch + index;
      const total = source.batchesPerEpoch;
      return source.batch(read % total, Math.floor(read / total));
    },
  };
}
