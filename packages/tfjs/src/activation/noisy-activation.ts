import * as tf from '@tensorflow/tfjs-core';
import {
  activationKeys,
  type ActivationOptions,
  assertFinite,
  assertKnownKeys,
  assertNonNegative,
  type BaseName,
  defaultNoiseScale,
  InvalidArgumentError,
  type NoiseStream,
} from '@unsaturate/core';
import { drawNormals } from '../noise/normals.ts';
import type { TensorBase } from './bases.ts';
import { fusedActivation } from './fused-activation.ts';
import { createTensorActivation, type Operand, type TensorActivation } from './tensor-activation.ts';

/** How {@link noisyActivation} is applied. */
export interface NoisyActivationOptions extends ActivationOptions<TensorBase> {
  /** Whether noise is drawn. False gives the test-time expectation and takes nothing from the stream. */
  readonly training: boolean;
  /** Learned slope of the noise scale, broadcast against x, for example [units]. Default 1. */
  readonly p?: Operand;
  /** Noise scale: a number of at least 0 or a scalar tensor. Default `defaultNoiseScale[variant]`. */
  readonly c?: number | tf.Scalar;
  /**
   * A noise stream, of which one number is taken for standard normals, or the noise xi itself in the shape of x: standard
   * normals, or draws of another distribution of mean 0 such as `drawLaplaces` (whose |xi| has another mean than the one
   * that 'NAH' counts with at test time). Required when training with a variant other than 'none'.
   */
  readonly noise?: NoiseStream | tf.Tensor;
}

const optionKeys = [...activationKeys, 'training', 'p', 'c', 'noise'];

/**
 * Noisy activation function, elementwise, differentiable in x, p and c on every backend:
 *
 *     phi(x, xi) = alpha h + (1 - alpha) u + d sigma eps,   sigma = c (g(p Delta) - 1/2)^2,   Delta = h - u
 *
 * for 'NAN' and 'NAH'; other variants as listed at `Variant` of @unsaturate/core.
 *
 * @param x - Any shape [...], float32.
 * @param options - See {@link NoisyActivationOptions}; `training` must be given.
 * @returns Same shape as x. Not bounded by the range of the base unless `clip` is set.
 * @throws InvalidArgumentError for unknown keys and names, an x that is not float32, numbers alpha, p or c that are not
 * finite, a number c below 0, a p that does not broadcast to x, a c that is not a scalar, missing noise, or noise of another shape; the stream is
 * then as it was. `NoiseStreamExhaustedError` when its numbers are used up.
 * @see Gulcehre et al. 2016, "Noisy Activation Functions", eq. 1-15.
 *
 * @example
 * ```ts
 * const noise = createNoiseStream(7);
 * noisyActivation(tf.tensor([0.5, 3]), { base: 'hardTanh', variant: 'NAH', c: 0.5, noise, training: true });
 * ```
 */
export function noisyActivation(x: tf.TensorLike | tf.Tensor, options: NoisyActivationOptions): tf.Tensor {
  const where = 'noisyActivation';
  assertKnownKeys(where, 'options', options, optionKeys);
  const { training, p = 1, c, noise, ...fixed } = options;
  const activation = createTensorActivation(fixed, where);
  return tf.tidy(() => {
    const input = x instanceof tf.Tensor ? x : tf.tensor(x);
    checkInput(where, input);
    checkTraining(where, training);
    const slope = checkedSlope(where, p, input.shape);
    const scale = checkedNoiseScale(where, c ?? defaultNoiseScale[activation.variant]);
    if (!training || activation.variant === 'none') return activation.expectation(input, slope, scale);
    const source = checkedNoise(where, activation, noise, input.shape);
    if (source instanceof tf.Tensor) return activation.value(input, slope, scale, source);
    const fused = fusedActivation(fixed);
    if (fused !== undefined) return fused(input, slope, scale, source);
    return activation.value(input, slope, scale, drawNormals(source, input.shape));
  });
}

/** {@link noisyActivation} with its base in its name. */
export type NamedActivation = (
  x: tf.TensorLike | tf.Tensor,
  options: Omit<NoisyActivationOptions, 'base'>,
) => tf.Tensor;

const named =
  (base: BaseName): NamedActivation =>
  (x, options) =>
    noisyActivation(x, { ...options, base });

/** Noisy logistic sigmoid: {@link noisyActivation} with h(x) = 1 / (1 + e^-x). */
export const noisySigmoid: NamedActivation = named('sigmoid');
/** Noisy hyperbolic tangent: {@link noisyActivation} with h(x) = tanh x. */
export const noisyTanh: NamedActivation = named('tanh');
/** Noisy hard sigmoid: {@link noisyActivation} with h(x) = clamp(0.25 x + 0.5, 0, 1), eq. 3. */
export const noisyHardSigmoid: NamedActivation = named('hardSigmoid');
/** Noisy hard tanh: {@link noisyActivation} with h(x) = clamp(x, -1, 1), eq. 4. */
export const noisyHardTanh: NamedActivation = named('hardTanh');
/** Noisy Keras hard sigmoid: {@link noisyActivation} with h(x) = clamp(0.2 x + 0.5, 0, 1). */
export const noisyKerasHardSigmoid: NamedActivation = named('kerasHardSigmoid');

/** c, if it is a finite number of at least 0 or a scalar tensor; throws InvalidArgumentError otherwise. */
export function checkedNoiseScale(where: string, c: unknown): number | tf.Scalar {
  if (c instanceof tf.Tensor) {
    if (c.rank === 0) return c as tf.Scalar;
    throw new InvalidArgumentError({
      where,
      argument: 'c',
      value: c.shape,
      rule: 'be a number or a scalar tensor',
    });
  }
  assertNonNegative(where, 'c', c);
  return c;
}

function checkInput(where: string, x: tf.Tensor): void {
  if (x.dtype === 'float32') return;
  const [rule, advice] = ['be a float32 tensor', 'Cast it with tf.cast.'];
  throw new InvalidArgumentError({ where, argument: 'x', value: x.dtype, rule, advice });
}

function checkTraining(where: string, training: unknown): void {
  if (typeof training === 'boolean') return;
  throw new InvalidArgumentError({ where, argument: 'training', value: training, rule: 'be true or false' });
}

function checkedSlope(where: string, p: unknown, shape: readonly number[]): Operand {
  if (!(p instanceof tf.Tensor)) {
    assertFinite(where, 'p', p);
    return p;
  }
  const offset = shape.length - p.rank;
  const fits =
    offset >= 0 && (p.shape as number[]).every((size, i) => size === 1 || size === shape[offset + i]);
  if (fits) return p;
  const rule = `broadcast to the shape [${shape.join(', ')}] of x`;
  throw new InvalidArgumentError({ where, argument: 'p', value: p.shape, rule });
}

function checkedNoise(
  where: string,
  { variant }: TensorActivation,
  noise: NoiseStream | tf.Tensor | undefined,
  shape: readonly number[],
): NoiseStream | tf.Tensor {
  if (typeof noise !== 'object' || noise === null) {
    const rule = `be a noise stream or a tensor when training with the variant ${JSON.stringify(variant)}`;
    const advice = 'Pass createNoiseStream(seed), or standard normals.';
    throw new InvalidArgumentError({ where, argument: 'noise', value: noise, rule, advice });
  }
  if (!(noise instanceof tf.Tensor) || tf.util.arraysEqual(noise.shape, [...shape])) return noise;
  const rule = `have the shape [${shape.join(', ')}] of x`;
  throw new InvalidArgumentError({ where, argument: 'noise', value: noise.shape, rule });
}
