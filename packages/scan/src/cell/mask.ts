import * as tf from '@tensorflow/tfjs-core';
import type { StepResult, Tensors } from './cell.ts';

/*
 * Everything here is a choice, not a product with 0 and 1, so that what is not a number in the padding stays there.
 */

/** xs with zeros in the masked steps: gradients, too, never see what is in the padding. keep is [batch, time], bool. */
export function maskInputs(keep: tf.Tensor, xs: tf.Tensor): tf.Tensor {
  return choose(keep, xs, tf.zerosLike(xs));
}

/**
 * A step under a mask: rows where it is false keep the previous state and repeat the previous output.
 *
 * @param keep - [batch], bool.
 * @param previous - The previous output; before there is one, the first state stands in if it has that shape, else zeros.
 */
export function maskStep<State extends string>(
  keep: tf.Tensor,
  next: StepResult<State>,
  state: Tensors<State>,
  previous: tf.Tensor | undefined,
): StepResult<State> {
  const names = Object.keys(next.state) as State[];
  const kept = names.map((name) => [name, choose(keep, next.state[name], state[name])]);
  return {
    output: choose(keep, next.output, previous ?? firstOutput(next.output, names[0] && state[names[0]])),
    state: Object.fromEntries(kept) as Tensors<State>,
  };
}

function firstOutput(output: tf.Tensor, state: tf.Tensor | undefined): tf.Tensor {
  return state && tf.util.arraysEqual(state.shape, output.shape) ? state : tf.zerosLike(output);
}

/** `tf.where` with a condition over the leading axes. */
function choose(keep: tf.Tensor, then: tf.Tensor, otherwise: tf.Tensor): tf.Tensor {
  const shape = then.shape.map((_, axis) => keep.shape[axis] ?? 1);
  return tf.where(tf.reshape(keep, shape), then, otherwise);
}
