import * as tf from '@tensorflow/tfjs-core';
import { defaultNoiseScale, type Variant } from '@unsaturate/core';
import type { ActivationChoice, SiteActivation } from '../cell/activations.ts';
import { maskInputs } from '../cell/mask.ts';
import type { ScanCall } from '../scan.ts';
import { scaleName, type StepDtypes, type StepShapes } from './names.ts';
import type { NamedTensors } from './target.ts';

/**
 * The inputs of a compiled scan by the names of a plan: params, x, states, constants, noise scales, mask. Under a mask x
 * is zero where it is masked.
 */
export function namedInputs(call: ScanCall): NamedTensors {
  const { xs, options } = call;
  const { mask, activations = {} } = options;
  const keep = mask && tf.cast(mask, 'bool');
  const scales = noisyRoles(activations).map(([role, { variant, c = defaultNoiseScale[variant] }]) => {
    return [scaleName[role], typeof c === 'number' ? tf.scalar(c) : c] as const;
  });
  return {
    ...givenTensors(call),
    ...Object.fromEntries(scales),
    ...(keep && { mask: tf.cast(keep, 'float32') }),
    x: keep ? maskInputs(keep, xs) : xs,
  };
}

/** Shapes of the named inputs, as one step sees them. */
export function stepShapes(call: ScanCall): StepShapes {
  const { xs, options } = call;
  const tensors = givenTensors(call);
  const [batch, , ...features] = xs.shape as [number, number, ...number[]];
  return {
    ...Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape])),
    ...Object.fromEntries(noisyRoles(options.activations ?? {}).map(([role]) => [scaleName[role], []])),
    ...(options.mask && { mask: [batch] }),
    x: [batch, ...features],
  };
}

/** Types of the named inputs: a step may do with whole numbers what it cannot do with others. */
export function stepDtypes(call: ScanCall): StepDtypes {
  return notFloat32({ ...givenTensors(call), x: call.xs });
}

/** Types of the tensors that are not float32. */
export function notFloat32(tensors: NamedTensors): StepDtypes {
  const others = Object.entries(tensors).filter(([, { dtype }]) => dtype !== 'float32');
  return Object.fromEntries(others.map(([name, { dtype }]) => [name, dtype]));
}

/** All but x, the noise scales and the mask. */
function givenTensors({ params, init, constants }: ScanCall): NamedTensors {
  return {
    ...prefixed('params/', params),
    ...prefixed('constants/', constants),
    ...prefixed('state/', init),
  };
}

/** The noise scales that are given as numbers: they have no gradient. */
export function numericScales({ options }: ScanCall): string[] {
  const roles = noisyRoles(options.activations ?? {});
  return roles.flatMap(([role, { c }]) => (typeof c === 'object' ? [] : [scaleName[role]]));
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
