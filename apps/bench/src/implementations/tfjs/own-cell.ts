import * as tf from '@tensorflow/tfjs-core';

/** What {@link ownCellStep} reads: kernel and recurrentKernel [units, 3 units], bias [3 units]. */
export interface OwnCellParams {
  readonly kernel: tf.Tensor;
  readonly recurrentKernel: tf.Tensor;
  readonly bias: tf.Tensor;
}

type Activation = (x: tf.Tensor) => tf.Tensor;

/**
 * The cell of the own-cell workload: one coupled gate, and a state normalised to unit root mean square.
 *
 *     [zf, zg, zo] = x W + h U + b
 *     f = sigmoid(zf)
 *     c' = f c + (1 - f) tanh(zg)
 *     h' = sigmoid(zo) c' / sqrt(mean(c'^2) + 1e-5)
 */
export function ownCellStep(
  { kernel, recurrentKernel, bias }: OwnCellParams,
  x: tf.Tensor,
  h: tf.Tensor,
  c: tf.Tensor,
  sigmoid: Activation,
  tanh: Activation,
): { h: tf.Tensor; c: tf.Tensor } {
  const z = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), bias);
  const [zf, zg, zo] = tf.split(z, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const f = sigmoid(zf);
  const nextC = tf.add(tf.mul(f, c), tf.mul(tf.sub(1, f), tanh(zg)));
  const size = tf.sqrt(tf.add(tf.mean(tf.square(nextC), 1, true), 1e-5));
  return { h: tf.mul(sigmoid(zo), tf.div(nextC, size)), c: nextC };
}
