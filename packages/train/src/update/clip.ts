import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../model.ts';

/**
 * Euclidean norm of all gradients taken as one vector: `sqrt(sum_i sum(g_i^2))`, a scalar.
 *
 * Squares are float32: from 1.8e19 on the norm is Infinity.
 */
export function globalNorm(gradients: NamedTensors): tf.Scalar {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
    // Not addN: on webgpu it takes no more terms than a kernel has buffers.
    return tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square))) as tf.Scalar;
  });
}

/**
 * What gradients of a global norm are multiplied by so that it is at most `limit`: `min(1, limit / norm)`.
 *
 * @param norm - Their {@link globalNorm}, read back.
 * @see Pascanu et al. 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
 *
 * @example
 * ```ts
 * const gradientScale = clipFactor((await globalNorm(gradients).data())[0], 5);
 * state = applyOptimizer(optimizer, state, parameters, gradients, { learningRate, gradientScale });
 * ```
 */
export function clipFactor(norm: number, limit: number): number {
  return norm <= limit ? 1 : limit / norm;
}
