import * as tf from '@tensorflow/tfjs-core';
import { dropoutMask } from '@unsaturate/tfjs';
import type { StepContext } from '@unsaturate/train';

/** x with dropout in training; x itself when evaluating, and for a rate of 0, which take nothing from the noise stream. */
export function dropped(x: tf.Tensor, rate: number, { training, noise }: StepContext): tf.Tensor {
  return training && rate > 0 ? tf.mul(x, dropoutMask(noise, rate, x.shape)) : x;
}
