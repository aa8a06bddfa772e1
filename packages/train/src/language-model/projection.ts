import * as tf from '@tensorflow/tfjs-core';

/**
 * `y = x W + b` for many rows and wide outputs, such as logits over a vocabulary.
 *
 * The same as matMul and add, but its gradient transposes before it multiplies: tfjs's wasm backend computes products
 * with a transposed factor in a scalar loop, ten times slower than a transpose and a plain product.
 *
 * @param x - [rows, features].
 * @param kernel - W, [features, outputs].
 * @param bias - b, [outputs].
 * @returns [rows, outputs].
 */
export function projection(x: tf.Tensor2D, kernel: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  return tf.add(product(x, kernel), bias);
}

const product = tf.customGrad((...args) => {
  const [x, kernel, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
  save([x, kernel]);
  return { value: tf.matMul(x, kernel), gradFunc: productGradients };
});

function productGradients(dy: tf.Tensor, [x, kernel]: tf.Tensor[]): tf.Tensor[] {
  return [tf.matMul(dy, tf.transpose(kernel!)), tf.matMul(tf.transpose(x!), dy)];
}
