import { UnsaturateError } from '@unsaturate/core';

/** Why a step could not be recorded; see {@link UntraceableStepError}. */
export type UntraceableReason =
  | 'kernel'
  | 'gradient'
  | 'values'
  | 'dtype'
  | 'variable'
  | 'impure'
  | 'debug'
  | 'nested';

const ways: Record<UntraceableReason, string> = {
  kernel: 'Use operations that are known, or run the step eagerly.',
  gradient: 'Use operations that tfjs can differentiate, or run the step eagerly.',
  values: 'A step may use tensors only as arguments of tfjs operations; read values before or after it.',
  dtype: 'Only float32, int32 and bool tensors can be recorded.',
  variable: 'Make and assign variables before or after the step.',
  impure:
    'Draw random numbers and keep counters outside of the step, and pass what changes to it as tensors.',
  debug: 'Debug mode looks at the values of every kernel: leave it, or run the step eagerly.',
  nested: 'Record the outer step only: the operations of the inner one become part of it.',
};

/**
 * A step is a function that cannot be recorded as a graph; it can still run eagerly.
 *
 * | reason     | the step                                                                        |
 * | ---------- | ------------------------------------------------------------------------------- |
 * | `kernel`   | calls a kernel that cannot be recorded, or not with these arguments              |
 * | `gradient` | has a forward part that can be recorded, but a gradient that tfjs cannot take   |
 * | `values`   | reads the values of tensors                                                     |
 * | `dtype`    | uses strings or complex numbers                                                 |
 * | `variable` | makes or assigns variables                                                      |
 * | `impure`   | did not do the same when called again                                           |
 * | `debug`    | was to be recorded in tfjs's debug mode                                         |
 * | `nested`   | was to be recorded while another one is                                         |
 */
export class UntraceableStepError extends UnsaturateError {
  readonly reason: UntraceableReason;

  /**
   * @param problem - What the step does, as the end of the sentence "the step ...".
   */
  constructor(reason: UntraceableReason, problem: string, options?: ErrorOptions) {
    super(
      'UntraceableStepError',
      `trace: the step ${problem}, so it cannot be recorded. ${ways[reason]}`,
      options,
    );
    this.reason = reason;
  }
}
