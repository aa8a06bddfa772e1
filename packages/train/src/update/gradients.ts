import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@unsaturate/core';
import type { Carry, Forward, NamedTensors, StepContext, Trainable } from '../model.ts';
import { mapRecord } from '../records.ts';

/** A forward pass and the gradient of its loss. All tensors belong to the caller. */
export interface LossAndGradients extends Forward {
  /** One per parameter, in its shape; zero where a parameter has no influence or is not trainable. */
  readonly gradients: NamedTensors;
}

/** Runs a model forward and backward over one window. No gradient flows into the carry it starts from. */
export function lossAndGradients<Batch>(
  model: Trainable<Batch>,
  batch: Batch,
  carry: Carry,
  context: StepContext,
): LossAndGradients {
  const { parameters } = model;
  const trainable = Object.values(parameters).filter((parameter) => parameter.trainable);
  let kept: Omit<Forward, 'loss'> | undefined;
  try {
    const { value, grads } = tf.variableGrads(() => {
      const forward = checkForward(model.forward(batch, carry, context));
      kept = {
        nll: keepCopy(forward.nll) as tf.Scalar,
        count: forward.count,
        ...(forward.correct && { correct: keepCopy(forward.correct) as tf.Scalar }),
        carry: mapRecord(forward.carry, keepCopy),
      };
      return forward.loss;
    }, trainable);
    const gradients = mapRecord(parameters, (each) => grads[each.name] ?? tf.zerosLike(each));
    return { loss: value, gradients, ...kept! };
  } catch (error) {
    if (kept !== undefined) tf.dispose([kept.nll, kept.correct ?? [], kept.carry]);
    throw error;
  }
}

/**
 * Throws an {@link InvalidArgumentError} unless a forward pass returned float32 scalars and a positive count.
 *
 * Shared with evaluation, so that a model fails the same way everywhere.
 */
export function checkForward(forward: Forward): Forward {
  const where = 'forward';
  for (const argument of ['loss', 'nll', 'correct'] as const) {
    const scalar = forward[argument];
    if (scalar === undefined && argument === 'correct') continue;
    const { rank, dtype, shape } = scalar!;
    if (rank !== 0 || dtype !== 'float32') {
      const value = `${dtype} of shape [${shape.join(', ')}]`;
      throw new InvalidArgumentError({ where, argument, value, rule: 'be a float32 scalar' });
    }
  }
  if (!Number.isInteger(forward.count) || forward.count < 1) {
    throw new InvalidArgumentError({
      where,
      argument: 'count',
      value: forward.count,
      rule: 'be a positive integer',
    });
  }
  return forward;
}

// A copy, because a model may return the tensor it was given, which is freed after the update.
function keepCopy(tensor: tf.Tensor): tf.Tensor {
  return tf.keep(tf.clone(tensor));
}
