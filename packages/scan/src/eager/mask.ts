import * as tf from '@tensorflow/tfjs-core';
import type { StepResult, Tensors } from '../cell/cell.ts';

/**
 * A step under a mask: rows where it is false keep the previous state and repeat the previous output.
 *
 * A choice, not a product with 0 and 1, so that what is not a number in the padding stays in the padding.
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
  const choose = (then: tf.Tensor, otherwise: tf.Tensor): tf.Tensor => {
    const column = tf.reshape(keep, [-1, ...Array.from({ length: then.rank - 1 }, () => 1)]);
    return tf.where(column, then, otherwise);
  };
  const names = Object.keys(next.state) as State[];
  return {
    output: choose(next.output, previous ?? firstOutput(next.output, state)),
    state: Object.fromEntries(
      names.map((name) => [name, choose(next.state[name], state[name])]),
    ) as Tensors<State>,
  };
}

function firstOutput(output: tf.Tensor, state: Tensors): tf.Tensor {
  const first = Object.values(state)[0];
  return first !== undefined && tf.util.arraysEqual(first.shape, output.shape) ? first : tf.zerosLike(output);
}
