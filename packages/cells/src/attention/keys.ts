import * as tf from '@tensorflow/tfjs-core';

/**
 * The part of additive attention that is the same at every step: `k_i = a_i W + b`.
 *
 * @param features - a [batch, L, D].
 * @param keyKernel - W [D, A].
 * @param keyBias - b [A].
 * @returns k [batch, L, A].
 */
export function attentionKeys(features: tf.Tensor, keyKernel: tf.Tensor, keyBias: tf.Tensor): tf.Tensor {
  const [batch, positions, size] = features.shape as [number, number, number];
  const rows = tf.reshape(features, [batch * positions, size]);
  return tf.reshape(tf.add(tf.matMul(rows, keyKernel), keyBias), [batch, positions, keyKernel.shape[1]!]);
}
