import * as tf from '@tensorflow/tfjs-core';
import { targetValues, type Values } from '../../workloads/values.ts';
import type { ModelWorkload } from '../../workloads/workload.ts';

/** A tensor of these values. */
export function tensorOf({ data, shape }: Values): tf.Tensor {
  return tf.tensor(data, [...shape]);
}

/** A variable that starts with these values. */
export function variableOf(values: Values): tf.Variable {
  return tf.tidy(() => tf.variable(tensorOf(values)));
}

/** The classes to predict, one-hot, [batch * time, classes]. */
export function oneHotTargets(workload: ModelWorkload): tf.Tensor2D {
  return tf.tidy(() =>
    tf.cast(tf.oneHot(tf.tensor1d(targetValues(workload), 'int32'), workload.classes), 'float32'),
  ) as tf.Tensor2D;
}
