import * as tf from '@tensorflow/tfjs';
import { embeddingLookup } from '@unsaturate/tfjs';
import { normals } from './differentiate.js';

/** Rows of a table, one of them taken three times and one never. */
export function embedding() {
  const ids = tf.tensor2d([1, 3, 1, 0, 4, 1], [2, 3], 'int32');
  return {
    name: 'embeddingLookup',
    inputs: { table: normals(1, [5, 3]) },
    compute: ({ table }) => embeddingLookup(table, ids),
  };
}
