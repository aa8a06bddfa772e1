import * as tf from '@tensorflow/tfjs-core';
import type { CellActivations, Tensors } from '@unsaturate/scan';

/**
 * The gates of an LSTM and its next state, from the sums z = [zi, zf, zc, zo] that reach them:
 *
 *     i = sigmoid(zi)    f = sigmoid(zf)    o = sigmoid(zo)
 *     c' = f c + i tanh(zc)
 *     h' = o tanh(c')
 *
 * @param z - [batch, 4H].
 * @param c - [batch, H].
 * @param p - Noise slopes [5, H] of the sites i, f, c, o, h, called in this order.
 */
export function lstmGates(
  z: tf.Tensor,
  c: tf.Tensor,
  p: tf.Tensor,
  { sigmoid, tanh }: CellActivations,
): Tensors<'h' | 'c'> {
  const [zi, zf, zc, zo] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const [pi, pf, pc, po, ph] = tf.unstack(p);
  const i = sigmoid(zi, pi);
  const f = sigmoid(zf, pf);
  const nextC = tf.add(tf.mul(f, c), tf.mul(i, tanh(zc, pc)));
  const o = sigmoid(zo, po);
  return { h: tf.mul(o, tanh(nextC, ph)), c: nextC };
}
