import type * as tf from '@tensorflow/tfjs-layers';
import { assertFunction, assertKnownKeys, assertNumber, assertOneOf, finite } from '../errors.ts';
import type { Schedule } from '../schedule/schedule.ts';

/** What a step of the schedule is. */
export interface CallbackOptions {
  /** A parameter update (a batch), or an epoch. Default 'update'. */
  readonly per?: 'update' | 'epoch';
}

/**
 * A callback for `model.fit` that hands the value of the schedule to `apply` before each update or epoch.
 *
 * fit numbers the batches of every epoch from 0, so updates are counted here, over all calls of fit that are given this
 * callback. Epochs are numbered by fit: from `initialEpoch`, or from 0 in every call.
 */
export function follow(
  where: string,
  schedule: Schedule,
  options: CallbackOptions,
  apply: (value: number) => void,
): tf.CustomCallbackArgs {
  assertFunction(where, 'schedule', schedule);
  assertKnownKeys(where, options, ['per']);
  const { per = 'update' } = options;
  assertOneOf(where, 'per', per, ['update', 'epoch']);
  const applyAt = (step: number): void => {
    const value = schedule(step);
    assertNumber(where, `schedule(${step})`, value, finite);
    apply(value);
  };
  if (per === 'epoch') return { onEpochBegin: (epoch) => applyAt(epoch) };
  let updates = 0;
  return { onBatchBegin: () => applyAt(updates++) };
}
