import * as tf from '@tensorflow/tfjs-core';
import type { Cell, Tensors } from '@unsaturate/scan';

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
