import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import { checkIds } from '../ids/check-ids.ts';

const where = 'embeddingLookup';

/**
 * Rows of a table: `y[..., :] = table[ids[...], :]`, differentiable in the table on every backend.
 *
 * The gradient sums dy over equal ids. tfjs has a very slow kernel for that on cpu and none on wasm (importing
 * `@unsaturate/wasm` adds one); there the sum is done in JavaScript, and has no gradient of its own.
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
  checkIds(where, 'ids', ids, rows);
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

/** `out[r] = sum of dy[i] over i with ids[i] = r`. */
function sumByRow(dy: tf.Tensor2D, ids: tf.Tensor1D, rows: number): tf.Tensor2D {
  if (!isSummedHere()) return tf.unsortedSegmentSum(dy, ids, rows);
  const features = dy.shape[1];
  const [from, at] = [dy.dataSync(), ids.dataSync()];
  const out = new Float32Array(rows * features);
  at.forEach((row, i) => {
    for (let f = 0; f < features; f++) out[row * features + f]! += from[i * features + f]!;
  });
  return tf.tensor2d(out, [rows, features]);
}

/** The kernel of cpu looks at all of dy for each row of the table; wasm has one only where a package adds it. */
function isSummedHere(): boolean {
  const backend = tf.getBackend();
  return (
    backend === 'cpu' || (backend === 'wasm' && tf.getKernel(tf.UnsortedSegmentSum, backend) === undefined)
  );
}
