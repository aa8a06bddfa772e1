import * as tf from '@tensorflow/tfjs-core';
import {
  type ActivationOptions,
  halfNormalMean,
  nanilGuard,
  resolveActivation,
  type ResolvedActivation,
  type Variant,
} from '@unsaturate/core';
import { bases, type TensorBase } from './bases.ts';

/** A number or a tensor that broadcasts against x. */
export type Operand = number | tf.Tensor;

/**
 * A noisy activation over tensors, differentiable in x, p and c: the composition of plain tfjs ops that defines it on
 * every backend. The scalar definition is `createNoisyActivation` of @unsaturate/core.
 */
export interface TensorActivation {
  /** Where the noise goes. */
  readonly variant: Variant;
  /** `phi(x, xi)`; xi holds standard normals in the shape of x and is not differentiated. */
  value(x: tf.Tensor, p: Operand, c: Operand, xi: tf.Tensor): tf.Tensor;
  /** Test-time value: `E[phi]` in 'NAN' and 'NAH', h(x) in the others. */
  expectation(x: tf.Tensor, p: Operand, c: Operand): tf.Tensor;
}

/**
 * Makes a noisy activation from options checked once, for use where it is applied many times.
 *
 * @param where - Name of the public function, for error messages.
 * @throws InvalidArgumentError as `createNoisyActivation` of @unsaturate/core.
 * @see Gulcehre et al. 2016, "Noisy Activation Functions", eq. 1-15.
 */
export function createTensorActivation(
  options: ActivationOptions<TensorBase> = {},
  where = 'createTensorActivation',
): TensorActivation {
  const activation = resolveActivation(where, bases, options);
  const { value, expectation } = forms[activation.variant](activation);
  const range = activation.clipRange;
  const clip = (y: tf.Tensor): tf.Tensor => (range === null ? y : tf.clipByValue(y, range[0], range[1]));
  return {
    variant: activation.variant,
    value: (x, p, c, xi) => tf.tidy(() => clip(value(x, p, c, xi))),
    expectation: (x, p, c) => tf.tidy(() => clip(expectation(x, p, c))),
  };
}

type Forms = Pick<TensorActivation, 'value' | 'expectation'>;

const forms: Record<Variant, (activation: ResolvedActivation<TensorBase>) => Forms> = {
  none: ({ base }) => ({ value: (x) => base.h(x), expectation: (x) => base.h(x) }),
  NAN: (activation) => ({
    value: (x, p, c, xi) => outputNoise(activation, x, p, c, xi),
    expectation: (x) => mean(activation.base, activation.alpha, x, saturation(activation.base, x)),
  }),
  NAH: (activation) => ({
    value: (x, p, c, xi) => outputNoise(activation, x, p, c, tf.abs(xi)),
    expectation: (x, p, c) => outputNoise(activation, x, p, c, halfNormalMean),
  }),
  NANI: ({ base }) => inputNoise(base, (_x, _p, c) => c),
  NANIL: ({ base, form }) => inputNoise(base, form === 'authors' ? authorsScale(base) : equation9Scale(base)),
  NANIS: ({ base }) => inputNoise(base, (x, _p, c) => tf.mul(saturated(x, base.threshold!), c)),
};

/** The scale of input noise. */
type Scale = (x: tf.Tensor, p: Operand, c: Operand, xi: tf.Tensor) => Operand;

/** `h(x + sigma xi)`, eq. 14 and 15. */
function inputNoise(base: TensorBase, sigma: Scale): Forms {
  return {
    value: (x, p, c, xi) => base.h(tf.add(x, tf.mul(sigma(x, p, c, xi), xi))),
    expectation: (x) => base.h(x),
  };
}

/** `u + alpha Delta + d sigma eps`, eq. 13. */
function outputNoise(
  { base, alpha }: ResolvedActivation<TensorBase>,
  x: tf.Tensor,
  p: Operand,
  c: Operand,
  eps: Operand,
): tf.Tensor {
  const delta = saturation(base, x);
  const noise = tf.mul(tf.mul(noiseDirection(x, alpha), eps), learnedScale(delta, p, c));
  return tf.add(mean(base, alpha, x, delta), noise);
}

/** `u + alpha Delta = alpha h + (1 - alpha) u`, the part without noise. */
function mean(base: TensorBase, alpha: number, x: tf.Tensor, delta: tf.Tensor): tf.Tensor {
  return alpha === 1 ? base.h(x) : tf.add(base.u(x), tf.mul(delta, alpha));
}

/** `Delta = h - u`, eq. 8. */
function saturation(base: TensorBase, x: tf.Tensor): tf.Tensor {
  return tf.sub(base.h(x), base.u(x));
}

/** `sigma = c (g(p Delta) - 1/2)^2`, eq. 9. */
function learnedScale(delta: tf.Tensor, p: Operand, c: Operand): tf.Tensor {
  return tf.mul(tf.square(tf.sub(tf.sigmoid(tf.mul(delta, p)), 0.5)), c);
}

/** {@link learnedScale} as the scale of 'NANIL'. */
const equation9Scale =
  (base: TensorBase): Scale =>
  (x, p, c) =>
    learnedScale(saturation(base, x), p, c);

/** `c softplus(p |Delta| / (|xi| + 1e-10))`, the scale of 'NANIL' in the authors' code. */
const authorsScale =
  (base: TensorBase): Scale =>
  (x, p, c, xi) => {
    const q = tf.div(tf.abs(saturation(base, x)), tf.add(tf.abs(xi), nanilGuard));
    return tf.mul(tf.softplus(tf.mul(q, p)), c);
  };

/** `d = -sgn(x) sgn(1 - alpha)` with sgn(0) = +1. Step has gradient zero, and `step(-x, -1)` is -sgn(x). */
function noiseDirection(x: tf.Tensor, alpha: number): tf.Tensor {
  const inward = tf.step(tf.neg(x), -1);
  return alpha <= 1 ? inward : tf.neg(inward);
}

/** `1[|x| >= threshold]`, eq. 15, by Step because tfjs cannot differentiate past a comparison. */
function saturated(x: tf.Tensor, threshold: number): tf.Tensor {
  return tf.sub(1, tf.step(tf.sub(threshold, tf.abs(x))));
}
