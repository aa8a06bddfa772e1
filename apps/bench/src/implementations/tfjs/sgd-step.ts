import * as tf from '@tensorflow/tfjs-core';
import { learningRate } from '../../workloads/values.ts';
import type { Step } from '../task.ts';

/** One step of gradient descent: forward, backward, update. */
export function sgdStep(loss: () => tf.Scalar, variables: tf.Variable[]): Step {
  const optimizer = tf.train.sgd(learningRate);
  return async () => {
    const { value, grads } = tf.variableGrads(loss, variables);
    optimizer.applyGradients(grads);
    const result = (await value.data())[0]!;
    tf.dispose([value, grads]);
    return result;
  };
}
