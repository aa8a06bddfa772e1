import * as tf from '@tensorflow/tfjs-core';
import { defaultNoiseScale, type Variant } from '@unsaturate/core';
import type { ActivationChoice, SiteActivation } from '../cell/activations.ts';
import { maskInputs } from '../cell/mask.ts';
import type { ScanCall } from '../scan.ts';
import { previousOutput, scaleName, type StepShapes } from './names.ts';
import type { NamedTensors } from './target.ts';

/**
 * The inputs of a compiled scan by the names of a plan: params, x, states, constants, noise scales, mask. Under a mask x
 * is zero where it is masked.
 */
export function namedInputs({ params, xs, init, constants, options }: ScanCall): NamedTensors {
  const { mask, activations = {} } = options;
  const keep = mask && tf.cast(mask, 'bool');
  const scales = noisyRoles(activations).map(([role, { variant, c = defaultNoiseScale[variant] }]) => {
    return [scaleName[role], typeof c === 'number' ? tf.scalar(c) : c] as const;
  });
  return {
    ...prefixed('params/', params),
    ...prefixed('constants/', constants),
    ...Object.fromEntries(scales),
    ...prefixed('state/', init),
    ...(keep && { mask: tf.cast(keep, 'float32') }),
    x: keep ? maskInputs(keep, xs) : xs,
  };
}

/** What a masked scan puts out where its first steps are masked: the first state if it has that shape, else zeros. */
export function firstOutput({ init }: ScanCall, shape: readonly number[]): NamedTensors {
  const first = Object.values(init)[0];
  const output = first && tf.util.arraysEqual(first.shape, [...shape]) ? first : tf.zeros([...shape]);
  return { [`state/${previousOutput}`]: output };
}

/** Shapes of the named inputs, as one step sees them. */
export function stepShapes({ params, xs, init, constants, options }: ScanCall): StepShapes {
  const tensors = {
    ...prefixed('params/', params),
    ...prefixed('constants/', constants),
    ...prefixed('state/', init),
  };
  const [batch, , ...features] = xs.shape as [number, number, ...number[]];
  return {
    ...Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape])),
    ...Object.fromEntries(noisyRoles(options.activations ?? {}).map(([role]) => [scaleName[role], []])),
    ...(options.mask && { mask: [batch] }),
    x: [batch, ...features],
  };
}

type Noisy = SiteActivation & { readonly variant: Variant };

function noisyRoles(activations: ActivationChoice): ['sigmoid' | 'tanh', Noisy][] {
  return (['sigmoid', 'tanh'] as const).flatMap((role) => {
    const { variant = 'none', ...rest } = activations[role] ?? {};
    return variant === 'none' ? [] : [[role, { ...rest, variant }]];
  });
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}
