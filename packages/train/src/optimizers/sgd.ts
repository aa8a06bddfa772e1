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
export function sgd(): Optimizer<never, 'learningRate'> {
  return {
    name: 'sgd',
    slots: [],
    scalars: ({ learningRate }) => ({ learningRate }),
    update: ({ gradient, parameter, scalars }) => ({
      parameter: tf.sub(parameter, tf.mul(gradient, scalars.learningRate)),
      slots: {},
    }),
  };
}
