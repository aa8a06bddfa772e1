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

/** What a masked position loses: enough that its weight is exactly 0 beside any other. */
const masked = 1e9;

/**
 * Weights of the positions that there are: `alpha_i = m_i exp(e_i) / sum_j m_j exp(e_j)`.
 *
 * @param scores - e [batch, L].
 * @param mask - m [batch, L], 1 where there is a position and 0 where there is none; at least one 1 in each row.
 * @returns alpha [batch, L], each row adds up to 1, exactly 0 where the mask is.
 */
export function maskedSoftmax(scores: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.softmax(tf.sub(scores, tf.mul(tf.sub(1, mask), masked)));
}
