import type * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { type BaseName, InvalidArgumentError, type Variant } from '@unsaturate/core';
import { bases, type TensorBase } from '@unsaturate/tfjs';

/**
 * What `activation` and `recurrentActivation` of a layer may be: the names of tf.layers, which mean there and here the
 * same, 'hardTanh', and 'paperHardSigmoid', because tf.layers calls another function 'hardSigmoid'. null is 'linear'.
 */
export type ActivationName =
  | NonNullable<layers.LSTMLayerArgs['activation']>
  | 'hardTanh'
  | 'paperHardSigmoid'
  | null;

/** The activations that have a linearisation, and so can be noisy, by the name of their base in @unsaturate/core. */
const noisyBases: Readonly<Record<string, BaseName>> = {
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  hardTanh: 'hardTanh',
  hardSigmoid: 'kerasHardSigmoid',
  paperHardSigmoid: 'hardSigmoid',
};

/**
 * The base that an activation of a layer stands for.
 *
 * | name | h(x) |
 * | --- | --- |
 * | 'sigmoid' | 1 / (1 + e^-x) |
 * | 'tanh' | tanh x |
 * | 'hardTanh' | clamp(x, -1, 1) |
 * | 'hardSigmoid' | clamp(0.2 x + 0.5, 0, 1), as in tf.layers |
 * | 'paperHardSigmoid' | clamp(0.25 x + 0.5, 0, 1), Gulcehre et al. 2016, eq. 3 |
 * | any other of tf.layers | as there, with the variant 'none' only |
 *
 * @throws InvalidArgumentError for an unknown name, or one that cannot be noisy with a noisy variant.
 */
export function baseOf(where: string, argument: string, name: ActivationName, variant: Variant): TensorBase {
  const base = name === null ? undefined : noisyBases[name];
  if (base !== undefined) return bases[base];
  if (variant === 'none') return plainBase(where, argument, name ?? 'linear');
  const rule = `be one of ${choices()} with the variant ${JSON.stringify(variant)}`;
  throw new InvalidArgumentError({ where, argument, value: name, rule });
}

function plainBase(where: string, argument: string, name: string): TensorBase {
  try {
    // Named, so that it takes no number of a user's layer.
    const layer = layers.layers.activation({ activation: name as 'linear', name: argument });
    return { h: (x) => layer.call(x, {}) as tf.Tensor, u: (x) => x };
  } catch (cause) {
    const rule = `be one of ${choices()} or another activation of tf.layers`;
    const error = new InvalidArgumentError({ where, argument, value: name, rule });
    error.cause = cause;
    throw error;
  }
}

function choices(): string {
  return Object.keys(noisyBases)
    .map((name) => JSON.stringify(name))
    .join(', ');
}
