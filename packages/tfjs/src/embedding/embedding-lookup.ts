import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';

/**
 * Rows of a table: `y[..., :] = table[ids[...], :]`, differentiable in the table on every backend.
 *
 * The gradient sums dy over equal ids. tfjs leaves that kernel out of its wasm backend; there the sum is done in
 * JavaScript on the backend's own memory.
 *
 * @param table - [vocabulary, features], float32.
 * @param ids - Any shape [...], int32, values from 0 to vocabulary - 1.
 * @returns [..., features].
 * @throws InvalidArgumentError if the table is not a float32 matrix or the ids are not int32.
 */
export function embeddingLookup(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  const where = 'embeddingLookup';
  if (table.rank !== 2 || table.dtype !== 'float32') {
    const value = `${table.dtype} [${table.shape.join(', ')}]`;
    throw new InvalidArgumentError({ where, argument: 'table', value, rule: 'be a float32 matrix' });
  }
  if (ids.dtype !== 'int32') {
    throw new InvalidArgumentError({ where, argument: 'ids', value: ids.dtype, rule: 'be int32' });
  }
  const [rows, features] = table.shape;
  const lookup = tf.customGrad((t, save) => {
    (save as tf.GradSaveFunc)([ids]);
    return {
      value: tf.gather(t as tf.Tensor2D, ids),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        sumByRow(tf.reshape(dy, [-1, features]), tf.reshape(saved[0]!, [-1]), rows),
    };
  });
  return lookup(table);
}

/** `out[r] = sum of dy[i] over i with ids[i] = r`. */
function sumByRow(dy: tf.Tensor2D, ids: tf.Tensor1D, rows: number): tf.Tensor2D {
  if (tf.getKernel('UnsortedSegmentSum', tf.getBackend())) return tf.unsortedSegmentSum(dy, ids, rows);
  const features = dy.shape[1];
  const [from, at] = [dy.dataSync(), ids.dataSync()];
  const out = new Float32Array(rows * features);
  at.forEach((row, i) => {
    for (let f = 0; f < features; f++) out[row * features + f]! += from[i * features + f]!;
  });
  return tf.tensor2d(out, [rows, features]);
}
