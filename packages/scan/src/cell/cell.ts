import type * as tf from '@tensorflow/tfjs-core';
import { checkCell } from './check-cell.ts';

/** Tensors by name. */
export type Tensors<Name extends string = string> = { readonly [K in Name]: tf.Tensor };

/** Shapes by name. */
export type Shapes<Name extends string = string> = { readonly [K in Name]: readonly number[] };

/** A saturating function as a cell sees it; p is the learned slope of its noise scale, broadcast against x. */
export type CellActivation = (x: tf.Tensor, p?: tf.Tensor) => tf.Tensor;

/** What a cell calls where its equations say sigmoid and tanh. Which function, and how noisy, is up to the caller. */
export interface CellActivations {
  readonly sigmoid: CellActivation;
  readonly tanh: CellActivation;
}

/** What one step gives. */
export interface StepResult<State extends string = string> {
  /** [batch, ...]. */
  readonly output: tf.Tensor;
  /** The next state, the same names and shapes as the previous one. */
  readonly state: Tensors<State>;
}

/**
 * A recurrent cell: its equations for one time step, as a pure function over tfjs tensors, and the shapes it needs.
 *
 * `Sizes` are the numbers its shapes depend on, such as `{ inputSize, units }`.
 */
export interface Cell<
  Sizes = never,
  Param extends string = string,
  State extends string = string,
  Constant extends string = string,
> {
  /** Name for messages and for saved models. */
  readonly name: string;
  /**
   * Names of the places where the step calls `sigmoid` or `tanh`, in the order of the calls. Each draws noise of its
   * own. A nonlinearity that must never be noisy is called as `tf.sigmoid` and has no site.
   */
  readonly sites: readonly string[];
  /** Names of the tensors that every step reads besides its input, such as what attention looks at. Default none. */
  readonly constants?: readonly Constant[];
  /** Shape of the input, without the axes batch and time; checked against xs if given. */
  input?(sizes: Sizes): readonly number[];
  /** Shapes of the parameters. */
  params(sizes: Sizes): Shapes<Param>;
  /** Shapes of the state, without the batch axis. */
  state(sizes: Sizes): Shapes<State>;
  /** The sizes that parameters of these shapes were made for; with it, `scan` can tell which tensor has a wrong shape. */
  sizes?(shapes: Shapes<Param>): Sizes;
  /** One time step: the equations of the cell. x is [batch, ...features]. */
  step(
    params: Tensors<Param>,
    x: tf.Tensor,
    state: Tensors<State>,
    activations: CellActivations,
    constants: Tensors<Constant>,
  ): StepResult<State>;
}

/**
 * Defines a cell, inferring the names of its parameters and state.
 *
 * @throws InvalidArgumentError for what a cell must have and this one has not.
 *
 * @example
 * ```ts
 * const elman = defineCell({
 *   name: 'elman',
 *   sites: ['h'],
 *   params: ({ inputSize, units }: { inputSize: number; units: number }) => ({
 *     kernel: [inputSize, units],
 *     recurrentKernel: [units, units],
 *     p: [1, units],
 *   }),
 *   state: ({ units }) => ({ h: [units] }),
 *   step({ kernel, recurrentKernel, p }, x, { h }, { tanh }) {
 *     const output = tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), p);
 *     return { output, state: { h: output } };
 *   },
 * });
 * ```
 */
export function defineCell<
  Sizes,
  Param extends string,
  State extends string,
  Constant extends string = never,
>(cell: Cell<Sizes, Param, State, Constant>): Cell<Sizes, Param, State, Constant> {
  checkCell('defineCell', cell);
  return cell;
}
