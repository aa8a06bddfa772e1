import type * as tf from '@tensorflow/tfjs-core';

/** What an optimizer sees of one parameter. Gradient, parameter and slots have the parameter's shape. */
export interface OptimizerInput<Slot extends string, Scalar extends string> {
  readonly gradient: tf.Tensor;
  readonly parameter: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
  /** What the optimizer's `scalars` gave for this update. */
  readonly scalars: Readonly<Record<Scalar, tf.Scalar>>;
}

/** One parameter and its slots after an update. */
export interface OptimizerOutput<Slot extends string> {
  readonly parameter: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
}

/**
 * An update rule as a pure function of one parameter.
 *
 * Everything it remembers is in its slots, tensors that start at zero, and in the integer step: store both and the
 * rule goes on exactly where it stopped.
 *
 * @example
 * ```ts
 * const signs: Optimizer<never, 'learningRate'> = {
 *   name: 'signs',
 *   slots: [],
 *   scalars: ({ learningRate }) => ({ learningRate }),
 *   update: ({ gradient, parameter, scalars }) => ({
 *     parameter: tf.sub(parameter, tf.mul(tf.sign(gradient), scalars.learningRate)),
 *     slots: {},
 *   }),
 * };
 * ```
 */
export interface Optimizer<Slot extends string = string, Scalar extends string = string> {
  readonly name: string;
  readonly slots: readonly Slot[];
  /**
   * The numbers that change from update to update.
   *
   * @param moment - The learning rate, and the number of the update, from 1.
   */
  scalars(moment: { readonly learningRate: number; readonly step: number }): Readonly<Record<Scalar, number>>;
  /**
   * The rule, by tfjs ops. Where a backend can, it is recorded once and computed in one pass from then on, so that
   * numbers in it must stay the same; what changes comes from `scalars`.
   */
  update(input: OptimizerInput<Slot, Scalar>): OptimizerOutput<Slot>;
}
