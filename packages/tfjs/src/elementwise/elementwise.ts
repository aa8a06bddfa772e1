import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError, UnsaturateError } from '@unsaturate/core';
import { type ElementwiseFunction, fusedKernelsOf } from '../fused/kernels.ts';
import { runWithGradient } from '../fused/run-with-gradient.ts';

const where = 'elementwise';

type Tensors<Name extends string = string> = Readonly<Record<Name, tf.Tensor>>;

/** {@link elementwise} has no gradient. */
export class NotDifferentiableError extends UnsaturateError {
  constructor() {
    super(
      'NotDifferentiableError',
      'elementwise: has no gradient, so it must not be differentiated. Call the function itself where one is needed.',
    );
  }
}

/**
 * Computes an elementwise function of tensors of one shape: `fn(inputs, scalars)`.
 *
 * Where fused kernels are registered for the active backend they compute all of it in one pass, if `fn` can be recorded
 * and is elementwise; else the tfjs ops of `fn` run as they are written. Not differentiable.
 *
 * @param fn - Pure, of tfjs ops only. It is recorded once for each shape and runs from the record afterwards, so it must
 * always be the same function object, and numbers that change from call to call must come from `scalars`.
 * @param inputs - float32 tensors of one shape, at least one.
 * @param scalars - Numbers; `fn` gets them as float32 scalars.
 * @returns The tensors that `fn` returns, by name; never a tensor of `inputs`.
 * @throws InvalidArgumentError for inputs that are not float32 or differ in shape, or scalars that are no numbers.
 * @throws NotDifferentiableError when the result is differentiated.
 *
 * @example
 * ```ts
 * const decay = ({ x }, { rate }) => ({ y: tf.sub(x, tf.mul(x, rate)) });
 * const { y } = elementwise(decay, { x: tf.tensor1d([1, 2]) }, { rate: 0.5 }); // y => [0.5, 1]
 * ```
 */
export function elementwise<Input extends string, Scalar extends string, Output extends string>(
  fn: ElementwiseFunction<Input, Scalar, Output>,
  inputs: Tensors<Input>,
  scalars: Readonly<Record<Scalar, number>>,
): Tensors<Output> {
  checkInputs(inputs);
  checkScalars(scalars);
  const outputs = runWithGradient(inputs, (keep) => {
    const fused = fusedKernelsOf(tf.getBackend()).elementwise?.(fn, inputs, scalars);
    return { outputs: fused ?? asWritten(fn, inputs, scalars), backward: keep ? noGradient : null };
  });
  return outputs;
}

const noGradient = {
  gradients(): never {
    throw new NotDifferentiableError();
  },
  dispose(): void {},
};

function asWritten<Input extends string, Scalar extends string>(
  fn: ElementwiseFunction<Input, Scalar>,
  inputs: Tensors<Input>,
  scalars: Readonly<Record<Scalar, number>>,
): Tensors {
  const given = new Set(Object.values<tf.Tensor>(inputs));
  const results = fn(
    inputs,
    mapValues(scalars, (value) => tf.scalar(value)),
  );
  return mapValues(results, (result) => (given.has(result) ? tf.clone(result) : result));
}

function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  map: (value: From) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(record).map(([name, value]) => [name, map(value)]);
  return Object.fromEntries(entries) as Record<Name, To>;
}

function checkInputs(inputs: Tensors): void {
  const [first] = Object.values(inputs);
  if (first === undefined) {
    throw new InvalidArgumentError({ where, argument: 'inputs', value: '{}', rule: 'hold a tensor' });
  }
  const rule = `be float32 of shape [${first.shape.join(', ')}], as inputs have one shape`;
  for (const [name, { dtype, shape }] of Object.entries(inputs)) {
    if (dtype === 'float32' && tf.util.arraysEqual(shape, first.shape)) continue;
    const value = `${dtype} [${shape.join(', ')}]`;
    throw new InvalidArgumentError({ where, argument: `inputs.${name}`, value, rule });
  }
}

function checkScalars(scalars: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries<unknown>(scalars)) {
    if (typeof value === 'number') continue;
    throw new InvalidArgumentError({ where, argument: `scalars.${name}`, value, rule: 'be a number' });
  }
}
