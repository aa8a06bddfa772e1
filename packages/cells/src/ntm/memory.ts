import * as tf from '@tensorflow/tfjs-core';
import { equalParts } from './split.ts';

// Equations of Graves, Wayne and Danihelka 2014, "Neural Turing Machines", sections 3.1 and 3.2, for all heads at once:
// K heads, N locations of memory of width M.

/**
 * Reading, eq. 2: `r = sum_i w(i) M(i)`.
 *
 * @param memory - [batch, N, M].
 * @param weights - [batch, K, N].
 * @returns Read vectors [batch, K, M].
 */
export function read(memory: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return tf.matMul(weights, memory);
}

/**
 * Erasing, eq. 3: `M~(i) = M(i) (1 - w(i) e)`, head after head; their order does not matter.
 *
 * @param memory - [batch, N, M].
 * @param weights - [batch, K, N].
 * @param erased - Erase vectors e [batch, K, M], in [0, 1].
 */
export function erase(memory: tf.Tensor, weights: tf.Tensor, erased: tf.Tensor): tf.Tensor {
  const heads = equalParts(weights, weights.shape[1]!, 1);
  const vectors = equalParts(erased, erased.shape[1]!, 1);
  return heads.reduce((rest, head, i) => tf.mul(rest, tf.sub(1, tf.mul(column(head), vectors[i]!))), memory);
}

/**
 * Adding, eq. 4: `M(i) = M~(i) + w(i) a`, the sum over all heads.
 *
 * @param memory - [batch, N, M].
 * @param weights - [batch, K, N].
 * @param added - Add vectors a [batch, K, M].
 */
export function add(memory: tf.Tensor, weights: tf.Tensor, added: tf.Tensor): tf.Tensor {
  return tf.add(memory, tf.matMul(weights, added, true, false));
}

/** [batch, 1, N] as [batch, N, 1]. */
function column(head: tf.Tensor): tf.Tensor {
  const [batch, , locations] = head.shape as [number, number, number];
  return tf.reshape(head, [batch, locations, 1]);
}
