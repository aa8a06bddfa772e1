import * as tf from '@tensorflow/tfjs';
import { normalsAt } from '@unsaturate/tfjs';

/** Numbers for a tensor: standard normals, others for each `stream`. */
export const normals = (stream, shape) => normalsAt([9, 9], stream, shape);

/**
 * The value of `compute(inputs)`, and by name the gradients of its weighted sum in the inputs, read from the backend: zeros
 * where there is no influence.
 */
export async function differentiate(compute, inputs) {
  const run = () => compute(inputs);
  const value = tf.tidy(run);
  const weights = normals(0, value.shape);
  const { grads } = tf.engine().gradients(run, Object.values(inputs), weights, true);
  const gradients = {};
  for (const [index, [name, input]] of Object.entries(inputs).entries()) {
    gradients[name] = [...(await (grads[index] ?? tf.zerosLike(input)).data())];
  }
  return { value: [...(await value.data())], gradients };
}
