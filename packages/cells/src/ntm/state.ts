import * as tf from '@tensorflow/tfjs-core';
import { assertOneOf, InvalidArgumentError } from '@unsaturate/core';
import type { Tensors } from '@unsaturate/scan';
import { ntm } from './ntm.ts';
import type { NtmOptions, NtmSizes } from './sizes.ts';

/** What every location of the memory holds at first, in all its places. */
const initialMemory = 1e-6;

/** A machine, and what its memory holds at first. */
export interface NtmStateOptions extends NtmOptions {
  /** 1e-6 everywhere, or `tanh(initialMemory)`, which is learned. Default 'constant'. */
  readonly memory?: 'constant' | 'learned';
}

/**
 * What is learned about the state before the first step, shapes or tensors: `initialReads` [R, M], `initialWeights`
 * [R + W, N], and with `memory: 'learned'` `initialMemory` [N, M].
 */
export type NtmStateParams<Each> = Readonly<
  Record<'initialReads' | 'initialWeights', Each> & Partial<Record<'initialMemory', Each>>
>;

/**
 * Shapes of what is learned about the state before the first step. Small random values are a good start.
 *
 * @throws InvalidArgumentError as `ntm`, or for an unknown `memory`.
 */
export function ntmStateParams(
  sizes: NtmSizes,
  options: NtmStateOptions = {},
): NtmStateParams<readonly number[]> {
  const { isLearned, shapes } = stateOf('ntmStateParams', sizes, options);
  return {
    initialReads: shapes['reads']!,
    initialWeights: shapes['weights']!,
    ...(isLearned && { initialMemory: shapes['memory']! }),
  };
}

/**
 * The state before the first step, the same for every sequence, differentiable in what is learned of it:
 *
 *     memory = 1e-6 or tanh(initialMemory)    reads = tanh(initialReads)    weights(i) = softmax_i(initialWeights(i) - i)
 *     h = c = 0
 *
 * Both are what was found to converge best. A memory of small constants took half as long as the next best in Collier
 * and Beel's comparison. Heads that begin at one location, as in Tai's implementation, can walk from there by shifts;
 * heads spread over all locations must first learn to look at one.
 *
 * @param learned - As {@link ntmStateParams} says.
 * @returns For `scan`, each [batch, ...].
 * @throws InvalidArgumentError as {@link ntmStateParams}, or if `initialMemory` is missing.
 * @see Collier and Beel 2018, "Implementing Neural Turing Machines", arXiv 1807.08518; K. S. Tai, torch-ntm.
 */
export function ntmState(
  learned: NtmStateParams<tf.Tensor>,
  sizes: NtmSizes,
  batch: number,
  options: NtmStateOptions = {},
): Tensors {
  const { isLearned, shapes } = stateOf('ntmState', sizes, options);
  if (isLearned && learned.initialMemory === undefined) {
    const rule = `be a tensor [${shapes['memory']!.join(', ')}] with the memory "learned"`;
    throw new InvalidArgumentError({
      where: 'ntmState',
      argument: 'learned.initialMemory',
      value: undefined,
      rule,
    });
  }
  const forAll = (one: tf.Tensor): tf.Tensor =>
    tf.tile(tf.expandDims(one, 0), [batch, ...one.shape.map(() => 1)]);
  return tf.tidy(() => ({
    ...Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros([batch, ...shape])])),
    memory: isLearned
      ? forAll(tf.tanh(learned.initialMemory!))
      : tf.mul(tf.ones([batch, ...shapes['memory']!]), initialMemory),
    reads: forAll(tf.tanh(learned.initialReads)),
    weights: forAll(tf.softmax(tf.sub(learned.initialWeights, locations(learned.initialWeights)))),
  }));
}

/** The number of each location, [N]. */
function locations({ shape }: tf.Tensor): tf.Tensor {
  return tf.range(0, shape.at(-1)!);
}

function stateOf(
  where: string,
  sizes: NtmSizes,
  { memory = 'constant', ...options }: NtmStateOptions,
): { readonly isLearned: boolean; readonly shapes: Readonly<Record<string, readonly number[]>> } {
  assertOneOf(where, 'memory', memory, ['constant', 'learned']);
  return { isLearned: memory === 'learned', shapes: ntm(options).state(sizes) };
}
