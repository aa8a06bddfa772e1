import type * as tf from '@tensorflow/tfjs-core';
import type { BaseName, Variant } from '@unsaturate/core';
import { drawLaplaces, noisyActivation } from '@unsaturate/tfjs';
import type { StepContext } from '@unsaturate/train';

/** What the hidden units of a network compute of their inputs; plain data. */
export interface HiddenUnits {
  readonly base: BaseName;
  readonly variant: Variant;
  /** Share of the nonlinearity in NAN and NAH, eq. 11. */
  readonly alpha: number;
  /** Where xi comes from, of variance 1 either way. */
  readonly distribution: 'normal' | 'laplace';
  /** Whether p is learned, one for each unit; it is 1 otherwise. */
  readonly learnedSlope: boolean;
}

/**
 * `phi(x, xi)` of a layer, its expectation where the context is not that of training.
 *
 * @param x - [batch, units].
 * @param p - [units], or 1.
 */
export function activate(
  { base, variant, alpha, distribution }: HiddenUnits,
  x: tf.Tensor,
  p: tf.Tensor | number,
  { training, noise, noiseScale: c }: StepContext,
): tf.Tensor {
  const source = training && distribution === 'laplace' ? drawLaplaces(noise, x.shape) : noise;
  return noisyActivation(x, { base, variant, alpha, p, c, noise: source, training });
}
