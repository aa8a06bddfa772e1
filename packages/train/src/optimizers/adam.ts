import * as tf from '@tensorflow/tfjs-core';
import { assertKnownKeys } from '@unsaturate/core';
import { assertDecay, assertEpsilon } from './checks.ts';
import type { Optimizer } from './optimizer.ts';

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Decay of the first moment, from 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, from 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment, above 0. Default 1e-7, as in tfjs. */
  readonly epsilon?: number;
}

/**
 * Adam:
 *
 *     m' = beta1 m + (1 - beta1) g
 *     v' = beta2 v + (1 - beta2) g^2
 *     theta' = theta - eta (m' / (1 - beta1^t)) / (sqrt(v' / (1 - beta2^t)) + epsilon)
 *
 * theta is a parameter, g its gradient, eta the learning rate, t the number of the update, from 1; slots `m` and `v`.
 *
 * The powers come from the integer t, in float64. `tf.train.adam` multiplies them up in float32 instead, and its `setWeights`
 * recomputes them by another route, so that a run restored through it is not the run that was saved.
 *
 * @throws {@link InvalidArgumentError} for a beta that is not from 0 to below 1, or an epsilon that is not above 0.
 * @see Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1.
 */
export function adam(
  options: AdamOptions = {},
): Optimizer<'m' | 'v', 'learningRate' | 'correctionOfM' | 'correctionOfV'> {
  assertKnownKeys('adam', 'options', options, ['beta1', 'beta2', 'epsilon']);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  assertDecay('adam', 'beta1', beta1);
  assertDecay('adam', 'beta2', beta2);
  assertEpsilon('adam', epsilon);
  return {
    name: 'adam',
    slots: ['m', 'v'],
    scalars: ({ learningRate, step }) => ({
      learningRate,
      correctionOfM: 1 - beta1 ** step,
      correctionOfV: 1 - beta2 ** step,
    }),
    update({ gradient, parameter, slots, scalars }) {
      const m = tf.add(tf.mul(slots.m, beta1), tf.mul(gradient, 1 - beta1));
      const v = tf.add(tf.mul(slots.v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const mean = tf.div(m, scalars.correctionOfM);
      const root = tf.sqrt(tf.div(v, scalars.correctionOfV));
      const change = tf.mul(tf.div(mean, tf.add(root, epsilon)), scalars.learningRate);
      return { parameter: tf.sub(parameter, change), slots: { m, v } };
    },
  };
}
