import * as tf from '@tensorflow/tfjs-core';
import { fold, InvalidArgumentError, type NoiseStream, takeStreamNumbers } from '@unsaturate/core';
import { uniformsAt } from './normals.ts';

/**
 * A dropout mask: 0 with probability `rate`, else 1 / (1 - rate). Multiply by it in training.
 *
 * Takes one number of the stream; the key is `fold(key, 1)`, so that no mask repeats a noise tensor.
 *
 * @param rate - From 0 to 1, without 1.
 * @throws InvalidArgumentError for a rate out of range. `NoiseStreamExhaustedError` when the numbers of the stream are used up.
 * @see Srivastava et al. 2014, "Dropout", in the form that leaves evaluation as it is.
 */
export function dropoutMask(noise: NoiseStream, rate: number, shape: readonly number[]): tf.Tensor {
  if (!(rate >= 0 && rate < 1)) {
    const rule = 'be a number from 0 to 1, without 1';
    throw new InvalidArgumentError({ where: 'dropoutMask', argument: 'rate', value: rate, rule });
  }
  return tf.tidy(() => {
    const uniform = uniformsAt(fold(noise.key, 1), takeStreamNumbers(noise, 1), shape);
    return tf.div(tf.cast(tf.greaterEqual(uniform, 2 * rate - 1), 'float32'), 1 - rate);
  });
}
