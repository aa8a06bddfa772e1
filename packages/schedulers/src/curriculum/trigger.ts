import { assertKnownKeys, assertNumber, atLeast, finite, positiveInteger } from '../errors.ts';

/** When {@link curriculumTrigger} fires. */
export interface CurriculumTriggerOptions {
  /** Validation accuracy above which the task is mastered, at least 0. Default 0.95. */
  readonly accuracy?: number;
  /** How many checks back the training accuracy is compared with, at least 1. Default 5. */
  readonly lookback?: number;
}

/** What one check observed, as fractions of 1. */
export interface Accuracies {
  readonly training: number;
  readonly validation: number;
}

/** All that a trigger remembers: plain JSON, for a checkpoint. */
export interface CurriculumTriggerState {
  /** Whether the last check fired: time for harder examples. */
  readonly fired: boolean;
  /** Training accuracies of the latest checks, at most `lookback`, oldest first; from the last that fired on. */
  readonly training: readonly number[];
}

/** When to make the examples harder; made by {@link curriculumTrigger}. */
export interface CurriculumTrigger {
  /** The state before the first check. */
  readonly initial: CurriculumTriggerState;
  /** The state after one more check. Throws an `InvalidArgumentError` for an accuracy that is not finite. */
  readonly next: (state: CurriculumTriggerState, accuracies: Accuracies) => CurriculumTriggerState;
}

/**
 * Fires when the task is mastered or training gets worse:
 * `validation > accuracy`, or `training` below the training accuracy of `lookback` checks ago, if there have been so
 * many since the last time it fired.
 *
 * The rule of the code of "Learning to Execute" (Zaremba and Sutskever 2014), which checks twice an epoch, and
 * multiplies the learning rate by 0.8 instead once the target difficulty is reached.
 *
 * @throws {@link InvalidArgumentError} for an option outside its range.
 *
 * @example
 * ```ts
 * const trigger = curriculumTrigger();
 * trigger.next(trigger.initial, { training: 0.9, validation: 0.97 }).fired // => true
 * ```
 */
export function curriculumTrigger(options: CurriculumTriggerOptions = {}): CurriculumTrigger {
  const where = 'curriculumTrigger';
  assertKnownKeys(where, options, ['accuracy', 'lookback']);
  const { accuracy = 0.95, lookback = 5 } = options;
  assertNumber(where, 'accuracy', accuracy, atLeast(0));
  assertNumber(where, 'lookback', lookback, positiveInteger);

  return {
    initial: { fired: false, training: [] },
    next(state, { training, validation }) {
      assertNumber(where, 'training', training, finite);
      assertNumber(where, 'validation', validation, finite);
      const worse = state.training.length === lookback && training < state.training[0]!;
      const fired = validation > accuracy || worse;
      return { fired, training: fired ? [training] : [...state.training, training].slice(-lookback) };
    },
  };
}
