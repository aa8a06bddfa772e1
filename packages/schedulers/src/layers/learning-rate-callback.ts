import type * as tf from '@tensorflow/tfjs-layers';
import { InvalidArgumentError } from '../errors.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type CallbackOptions, follow } from './follow.ts';

/** What the optimizers of TensorFlow.js have, though their types hide it. */
interface Scheduled {
  learningRate: number;
  /** Of SGD and momentum, which keep the rate in a tensor too. */
  setLearningRate?(learningRate: number): void;
}

/**
 * Schedules the learning rate of a model during `model.fit`, before each update or epoch.
 *
 * Works with every optimizer of TensorFlow.js: SGD and momentum have `setLearningRate`; Adagrad, Adadelta, Adam, Adamax
 * and RMSProp read `learningRate` at every update. Their other state, such as moments, stays as it is.
 *
 * Updates are counted over all calls of `fit` that are given the same callback; a new callback starts at 0, and
 * `(step) => schedule(step + done)` goes on after `done` updates. Epochs are those of `fit`, `initialEpoch` included.
 *
 * @param model - A compiled model; the optimizer it has at each step is the one that is set.
 * @param schedule - The learning rate over the steps.
 * @returns For the `callbacks` of `fit` and `fitDataset`.
 * @throws {@link InvalidArgumentError} if the model is not compiled, or its optimizer has no number `learningRate`; during
 * `fit`, if the value of the schedule is not finite.
 *
 * @example
 * ```ts
 * const halve = join({ schedules: [constant(1), exponential({ initial: 0.5, rate: 0.5 })], boundaries: [4] });
 * await model.fit(x, y, { epochs: 8, callbacks: learningRateCallback(model, halve, { per: 'epoch' }) });
 * ```
 */
export function learningRateCallback(
  model: Pick<tf.LayersModel, 'optimizer'>,
  schedule: Schedule,
  options: CallbackOptions = {},
): tf.CustomCallbackArgs {
  scheduledOptimizer(model);
  return follow('learningRateCallback', schedule, options, (value) => {
    const optimizer = scheduledOptimizer(model);
    if (optimizer.setLearningRate === undefined) optimizer.learningRate = value;
    else optimizer.setLearningRate(value);
  });
}

function scheduledOptimizer(model: Pick<tf.LayersModel, 'optimizer'>): Scheduled {
  const optimizer = model?.optimizer as unknown as Scheduled | undefined;
  if (typeof optimizer?.learningRate !== 'number') {
    throw new InvalidArgumentError({
      where: 'learningRateCallback',
      argument: 'model.optimizer',
      value: optimizer,
      rule: 'be an optimizer with a number learningRate',
      advice: 'Compile the model first, with an optimizer of TensorFlow.js.',
    });
  }
  return optimizer;
}
