import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import type { NamedTensors } from '../model.ts';
import { mapRecord } from '../records.ts';
import type { Optimizer } from './optimizer.ts';
import { updateParameter } from './update-parameter.ts';

/** What an optimizer remembers of all parameters: `slots[slot][parameter]`. */
export interface OptimizerState {
  /** Updates made. */
  readonly step: number;
  readonly slots: Readonly<Record<string, NamedTensors>>;
}

/** What one update is made with. */
export interface UpdateOptions {
  /** eta. */
  readonly learningRate: number;
  /** Multiplies all gradients, for example by {@link clipFactor}. Default 1. */
  readonly gradientScale?: number;
}

/** The state before the first update: step 0, slots zero. Its tensors belong to the caller. */
export function initialOptimizerState(optimizer: Optimizer, parameters: NamedTensors): OptimizerState {
  const zeros = (): NamedTensors => mapRecord(parameters, (parameter) => tf.zerosLike(parameter));
  return { step: 0, slots: Object.fromEntries(optimizer.slots.map((slot) => [slot, zeros()])) };
}

/**
 * Updates every parameter, and returns the state after it; the slots given are freed.
 *
 * All new values are computed before the first is assigned, so that a failing rule changes nothing. Each parameter takes
 * one pass where the active backend has fused kernels, see `elementwise` of `@unsaturate/tfjs`.
 *
 * @param gradients - One for each parameter, of its name and shape; they stay the caller's.
 * @throws InvalidArgumentError if a gradient is missing or differs in shape, or something is not float32.
 *
 * @example
 * ```ts
 * let state = initialOptimizerState(optimizer, { w });
 * const gradient = tf.grad(loss)(w);
 * state = applyOptimizer(optimizer, state, { w }, { w: gradient }, { learningRate: 0.1 });
 * ```
 */
export function applyOptimizer(
  optimizer: Optimizer,
  state: OptimizerState,
  parameters: Readonly<Record<string, tf.Variable>>,
  gradients: NamedTensors,
  { learningRate, gradientScale = 1 }: UpdateOptions,
): OptimizerState {
  const step = state.step + 1;
  const scalars = optimizer.scalars({ learningRate, step });
  const slots = tf.tidy(() => {
    const outputs = mapRecord(parameters, (parameter, name) => {
      const slots = mapRecord(state.slots, (tensors) => tensors[name]!);
      const gradient = gradientOf(gradients, name);
      return updateParameter(optimizer, { gradient, gradientScale, parameter, slots, scalars });
    });
    for (const [name, output] of Object.entries(outputs)) parameters[name]!.assign(output.parameter);
    return mapRecord(state.slots, (_, slot) => mapRecord(outputs, (output) => output.slots[slot]!));
  });
  tf.dispose(state.slots);
  return { step, slots };
}

function gradientOf(gradients: NamedTensors, name: string): tf.Tensor {
  const gradient = gradients[name];
  if (gradient !== undefined) return gradient;
  throw new InvalidArgumentError({
    where: 'applyOptimizer',
    argument: `gradients.${name}`,
    value: gradient,
    rule: 'be given, as for every parameter',
  });
}
