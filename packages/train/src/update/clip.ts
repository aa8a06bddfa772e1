import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../model.ts';
import { mapRecord } from '../records.ts';

/**
 * Euclidean norm of all gradients taken as one vector: `sqrt(sum_i sum(g_i^2))`, a scalar.
 *
 * Squares are float32: from 1.8e19 on the norm is Infinity.
 */
export function globalNorm(gradients: NamedTensors): tf.Scalar {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    return tf.sqrt(squares.length === 1 ? squares[0]! : tf.addN(squares)) as tf.Scalar;
  });
}

/**
 * Scales gradients of a known global norm so that it is at most `limit`: `g_i min(1, limit / norm)`.
 *
 * @param norm - Their {@link globalNorm}, read back.
 * @returns New tensors; afterwards the norm is `min(norm, limit)`.
 * @see Pascanu et al. 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
 */
export function clipByGlobalNorm(gradients: NamedTensors, norm: number, limit: number): NamedTensors {
  if (norm <= limit) return mapRecord(gradients, (gradient) => tf.clone(gradient));
  return tf.tidy(() => mapRecord(gradients, (gradient) => tf.mul(gradient, limit / norm)));
}
