import * as tf from '@tensorflow/tfjs-core';
import { assertKnownKeys } from '@unsaturate/core';
import { assertDecay, assertEpsilon } from './checks.ts';
import type { Optimizer } from './optimizer.ts';

/** Options of {@link rmsprop}. */
export interface RmspropOptions {
  /** rho, decay of the mean square, from 0 to below 1. Default 0.9. */
  readonly decay?: number;
  /** Added to the mean square under the root, above 0. Default 1e-7, as in tfjs. */
  readonly epsilon?: number;
}

/**
 * RMSProp: `v' = rho v + (1 - rho) g^2`, `theta' = theta - eta g / sqrt(v' + epsilon)`.
 *
 * theta is a parameter, g its gradient, eta the learning rate; slot `v`.
 *
 * @throws {@link InvalidArgumentError} for a decay that is not from 0 to below 1, or an epsilon that is not above 0.
 * @see Tieleman and Hinton 2012, "Neural networks for machine learning", lecture 6.5; as in `tf.train.rmsprop`.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer<'v', 'learningRate'> {
  assertKnownKeys('rmsprop', 'options', options, ['decay', 'epsilon']);
  const { decay = 0.9, epsilon = 1e-7 } = options;
  assertDecay('rmsprop', 'decay', decay);
  assertEpsilon('rmsprop', epsilon);
  return {
    name: 'rmsprop',
    slots: ['v'],
    scalars: ({ learningRate }) => ({ learningRate }),
    update({ gradient, parameter, slots, scalars }) {
      const v = tf.add(tf.mul(slots.v, decay), tf.mul(tf.square(gradient), 1 - decay));
      const change = tf.div(tf.mul(gradient, scalars.learningRate), tf.sqrt(tf.add(v, epsilon)));
      return { parameter: tf.sub(parameter, change), slots: { v } };
    },
  };
}
