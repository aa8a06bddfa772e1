import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer.ts';

/**
 * Stochastic gradient descent: `theta' = theta - eta g`.
 *
 * theta is a parameter, g its gradient, eta the learning rate.
 *
 * @example
 * ```ts
 * sgd() // no slots: nothing is remembered between updates
 * ```
 */
export function sgd(): Optimizer<never> {
  return {
    name: 'sgd',
    slots: [],
    update: ({ gradient, parameter, learningRate }) => ({
      parameter: tf.sub(parameter, tf.mul(gradient, learningRate)),
      slots: {},
    }),
  };
}
