import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream } from '@unsaturate/core';
import { noisyActivation } from '@unsaturate/tfjs';
import { activationValues } from '../../workloads/values.ts';
import type { ActivationWorkload } from '../../workloads/workload.ts';
import type { Step } from '../task.ts';

/** A noisy activation and its gradient. */
export function buildActivation({ elements }: ActivationWorkload): Step {
  const input = tf.tensor1d(activationValues(elements));
  const options = { base: 'hardTanh', variant: 'NAH', noise: createNoiseStream(7), training: true } as const;
  const valueAndGradient = tf.valueAndGrad((x) => tf.mean(noisyActivation(x, options)));
  return async () => {
    const { value, grad } = valueAndGradient(input);
    const [[loss]] = (await Promise.all([value.data(), grad.data()])) as [Float32Array, Float32Array];
    tf.dispose([value, grad]);
    return loss!;
  };
}
