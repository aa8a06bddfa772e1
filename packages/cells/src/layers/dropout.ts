import * as tf from '@tensorflow/tfjs-core';
import { fold, type NoiseStream, takeStreamNumbers } from '@unsaturate/core';
import type { Cell, Tensors } from '@unsaturate/scan';
import { uniformsAt } from '@unsaturate/tfjs';

/**
 * A dropout mask: 0 with probability `rate`, else 1 / (1 - rate).
 *
 * Takes one number of the stream; the key is `fold(key, 1)`, so that no mask repeats a noise tensor.
 */
export function dropoutMask(noise: NoiseStream, rate: number, shape: readonly number[]): tf.Tensor {
  return tf.tidy(() => {
    const uniform = uniformsAt(fold(noise.key, 1), takeStreamNumbers(noise, 1), shape);
    return tf.div(tf.cast(tf.greaterEqual(uniform, 2 * rate - 1), 'float32'), 1 - rate);
  });
}

/** A cell that reads `recurrentMask`, in the shape of its first state, besides what it read before. */
export type DroppedCell<Sizes, Param extends string, State extends string> = Cell<
  Sizes,
  Param,
  State,
  'recurrentMask'
>;

/**
 * The cell with its first state multiplied by `recurrentMask` before each step, wherever the step reads it: as in
 * tf.layers, also where a GRU carries it over.
 */
export function withRecurrentDropout<Sizes, Param extends string, State extends string>(
  cell: Cell<Sizes, Param, State, never>,
): DroppedCell<Sizes, Param, State> {
  return {
    ...cell,
    constants: ['recurrentMask'],
    step(params, x, state, activations, { recurrentMask }) {
      const first = Object.keys(state)[0] as State;
      const dropped: Tensors<State> = { ...state, [first]: tf.mul(state[first], recurrentMask) };
      return cell.step(params, x, dropped, activations, {});
    },
  };
}
