import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';

const where = 'embeddingLookup';

/**
 * Rows of a table: `y[..., :] = table[ids[...], :]`, differentiable in the table on every backend.
 *
 * The gradient sums dy over equal ids. tfjs has no kernel for that on its wasm backend and a very slow one on cpu; there
 * the sum is done in JavaScript, and has no gradient of its own.
 *
 * @param table - [vocabulary, features], float32.
 * @param ids - Any shape [...], int32, values from 0 to vocabulary - 1. The values are checked on the backends cpu and
 * wasm only, where they can be read at once.
 * @returns [..., features].
 * @throws InvalidArgumentError if the table is not a float32 matrix, or the ids are not int32 or out of range.
 *
 * @example
 * ```ts
 * embeddingLookup(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor1d([1, 0, 1], 'int32')) // => [[3, 4], [1, 2], [3, 4]]
 * ```
 */
export function embeddingLookup(table: tf.Tensor2D, ids: tf.Tensor): tf.Tensor {
  if (table.rank !== 2 || table.dtype !== 'float32') {
    const value = `${table.dtype} [${table.shape.join(', ')}]`;
    throw new InvalidArgumentError({ where, argument: 'table', value, rule: 'be a float32 matrix' });
  }
  const [rows, features] = table.shape;
  checkIds(ids, rows);
  const lookup = tf.customGrad((t, save) => {
    const value = tf.gather(t as tf.Tensor2D, ids);
    (save as tf.GradSaveFunc)([ids]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        sumByRow(tf.reshape(dy, [-1, features]), tf.reshape(saved[0]!, [-1]), rows),
    };
  });
  return lookup(table);
}

function checkIds(ids: tf.Tensor, rows: number): void {
  if (ids.dtype !== 'int32') {
    const advice = "Cast them with tf.cast(ids, 'int32').";
    throw new InvalidArgumentError({ where, argument: 'ids', value: ids.dtype, rule: 'be int32', advice });
  }
  if (!isReadAtOnce()) return;
  const value = ids.dataSync<'int32'>().find((id) => id < 0 || id >= rows);
  if (value === undefined) return;
  throw new InvalidArgumentError({ where, argument: 'ids', value, rule: `be from 0 to ${rows - 1}` });
}

/** Whether the active backend has values in memory, so that reading them does not wait. */
function isReadAtOnce(): boolean {
  return ['cpu', 'wasm'].includes(tf.getBackend());
}

/** `out[r] = sum of dy[i] over i with ids[i] = r`. */
function sumByRow(dy: tf.Tensor2D, ids: tf.Tensor1D, rows: number): tf.Tensor2D {
  if (!isReadAtOnce()) return tf.unsortedSegmentSum(dy, ids, rows);
  const features = dy.shape[1];
  const [from, at] = [dy.dataSync(), ids.dataSync()];
  const out = new Float32Array(rows * features);
  at.forEach((row, i) => {
    for (let f = 0; f < features; f++) out[row * features + f]! += from[i * features + f]!;
  });
  return tf.tensor2d(out, [rows, features]);
}
