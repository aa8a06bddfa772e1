import * as tf from '@tensorflow/tfjs-core';

/** [..., 3H] as three of [..., H], in the order z, r, h. */
export function thirds(z: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] {
  return tf.split(z, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
}

/** `z h + (1 - z) candidate`. */
export function interpolate(z: tf.Tensor, h: tf.Tensor, candidate: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
}
