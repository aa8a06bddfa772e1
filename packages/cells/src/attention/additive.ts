import * as tf from '@tensorflow/tfjs-core';
import type { CellActivation } from '@unsaturate/scan';

// Equations of Bahdanau, Cho and Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate"
// (arXiv 1409.0473): L positions with keys of A units and values of D features.

/**
 * Additive scores: `e_i = v . tanh(k_i + q)`, where `k_i = W h_i + b` is the same at every step and `q = U s` is not.
 *
 * @param keys - k [batch, L, A].
 * @param query - q [batch, A].
 * @param scoreKernel - v [A].
 * @param tanh - The saturating function, with a noise slope for each of the A units.
 * @param p - Noise slopes [A].
 * @returns e [batch, L].
 */
export function additiveScores(
  keys: tf.Tensor,
  query: tf.Tensor,
  scoreKernel: tf.Tensor,
  tanh: CellActivation = tf.tanh,
  p?: tf.Tensor,
): tf.Tensor {
  return tf.sum(tf.mul(tanh(tf.add(keys, tf.expandDims(query, 1)), p), scoreKernel), -1);
}

/**
 * What is attended to: `z = sum_i alpha_i h_i`.
 *
 * @param weights - alpha [batch, L], each row adds up to 1, for example `tf.softmax` of scores.
 * @param values - h [batch, L, D].
 * @returns z [batch, D].
 */
export function attend(weights: tf.Tensor, values: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(values, tf.expandDims(weights, 2)), 1);
}
