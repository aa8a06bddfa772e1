import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../model.ts';
import { mapRecord } from '../records.ts';

/** What an optimizer sees of one parameter. All tensors have the parameter's shape. */
export interface OptimizerInput<Slot extends string> {
  readonly gradient: tf.Tensor;
  readonly parameter: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
  readonly learningRate: number;
  /** Number of this update, from 1. */
  readonly step: number;
}

/** One parameter and its slots after an update; new tensors. */
export interface OptimizerOutput<Slot extends string> {
  readonly parameter: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
}

/**
 * An update rule as a pure function of one parameter.
 *
 * Everything it remembers is in its slots, tensors that start at zero, and in the integer step: store both and the
 * rule goes on exactly where it stopped.
 */
export interface Optimizer<Slot extends string = string> {
  readonly name: string;
  readonly slots: readonly Slot[];
  update(input: OptimizerInput<Slot>): OptimizerOutput<Slot>;
}

/** What an optimizer remembers of all parameters: `slots[slot][parameter]`. */
export interface OptimizerState {
  /** Updates made. */
  readonly step: number;
  readonly slots: Readonly<Record<string, NamedTensors>>;
}

/** The state before the first update: step 0, slots zero. */
export function initialOptimizerState(optimizer: Optimizer, parameters: NamedTensors): OptimizerState {
  const zeros = (): NamedTensors => mapRecord(parameters, (parameter) => tf.zerosLike(parameter));
  return { step: 0, slots: Object.fromEntries(optimizer.slots.map((slot) => [slot, zeros()])) };
}

/**
 * Updates every parameter, and returns the state after it; the slots given are freed.
 *
 * All new values are computed before the first is assigned, so that a failing rule changes nothing.
 */
export function applyOptimizer(
  optimizer: Optimizer,
  state: OptimizerState,
  parameters: Readonly<Record<string, tf.Variable>>,
  gradients: NamedTensors,
  learningRate: number,
): OptimizerState {
  const step = state.step + 1;
  const slots = tf.tidy(() => {
    const outputs = mapRecord(parameters, (parameter, name) =>
      optimizer.update({
        gradient: gradients[name]!,
        parameter,
        slots: mapRecord(state.slots, (tensors) => tensors[name]!),
        learningRate,
        step,
      }),
    );
    for (const [name, output] of Object.entries(outputs)) parameters[name]!.assign(output.parameter);
    return mapRecord(state.slots, (_, slot) => mapRecord(outputs, (output) => output.slots[slot]!));
  });
  tf.dispose(state.slots);
  return { step, slots };
}
