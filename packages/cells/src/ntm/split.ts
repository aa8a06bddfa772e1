import * as tf from '@tensorflow/tfjs-core';

/** `tf.split` into equal parts that may be one: the gradient of tfjs's own fails there. */
export function equalParts(x: tf.Tensor, count: number, axis: number): tf.Tensor[] {
  return count === 1 ? [x] : tf.split(x, count, axis);
}
