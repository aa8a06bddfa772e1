import * as tf from '@tensorflow/tfjs-core';
import { assertKnownKeys } from '@unsaturate/core';
import { assertDecay } from './checks.ts';
import type { Optimizer } from './optimizer.ts';

/** How much of the past a {@link momentum} or {@link nesterov} update keeps. */
export interface MomentumOptions {
  /** mu, from 0 to below 1. Default 0.9. */
  readonly momentum?: number;
}

/**
 * Momentum: `m' = mu m + g`, `theta' = theta - eta m'`.
 *
 * theta is a parameter, g its gradient, eta the learning rate, mu `options.momentum`; slot `m`.
 *
 * @throws {@link InvalidArgumentError} if `momentum` is not from 0 to below 1.
 * @see Polyak 1964, "Some methods of speeding up the convergence of iteration methods"; as in `tf.train.momentum`.
 */
export function momentum(options: MomentumOptions = {}): Optimizer<'m', 'learningRate'> {
  const mu = checkedMomentum('momentum', options);
  return {
    name: 'momentum',
    slots: ['m'],
    scalars: ({ learningRate }) => ({ learningRate }),
    update({ gradient, parameter, slots, scalars }) {
      const m = tf.add(tf.mul(slots.m, mu), gradient);
      return { parameter: tf.sub(parameter, tf.mul(m, scalars.learningRate)), slots: { m } };
    },
  };
}

/**
 * Nesterov momentum: `m' = mu m + g`, `theta' = theta - eta (g + mu m')`.
 *
 * Letters as in {@link momentum}; theta is the point that looks ahead, so that its gradient is g.
 *
 * @throws {@link InvalidArgumentError} if `momentum` is not from 0 to below 1.
 * @see Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning"; as in
 * `tf.train.momentum` with `useNesterov`.
 */
export function nesterov(options: MomentumOptions = {}): Optimizer<'m', 'learningRate'> {
  const mu = checkedMomentum('nesterov', options);
  return {
    name: 'nesterov',
    slots: ['m'],
    scalars: ({ learningRate }) => ({ learningRate }),
    update({ gradient, parameter, slots, scalars }) {
      const m = tf.add(tf.mul(slots.m, mu), gradient);
      const ahead = tf.add(gradient, tf.mul(m, mu));
      return { parameter: tf.sub(parameter, tf.mul(ahead, scalars.learningRate)), slots: { m } };
    },
  };
}

function checkedMomentum(where: string, options: MomentumOptions): number {
  assertKnownKeys(where, 'options', options, ['momentum']);
  const { momentum: mu = 0.9 } = options;
  assertDecay(where, 'momentum', mu);
  return mu;
}
