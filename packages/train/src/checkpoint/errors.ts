import { describe, UnsaturateError } from '@unsaturate/core';

/** Why bytes are not a checkpoint that can be read. */
export type CheckpointErrorReason = 'not-a-checkpoint' | 'truncated' | 'altered' | 'newer-format';

const explanations: Readonly<Record<CheckpointErrorReason, string>> = {
  'not-a-checkpoint': 'the bytes are not a checkpoint of this project; check the path.',
  truncated: 'the checkpoint is cut short; take an older one or copy it again.',
  altered:
    'the bytes changed after the checkpoint was written (sha256 differs); take an older one or copy it again.',
  'newer-format': 'the checkpoint was written by a newer version; update @unsaturate/train to read it.',
};

/** Bytes that {@link decodeCheckpoint} cannot read; `reason` says why. */
export class CheckpointError extends UnsaturateError {
  readonly reason: CheckpointErrorReason;

  constructor(reason: CheckpointErrorReason, options?: ErrorOptions) {
    super('CheckpointError', `decodeCheckpoint: ${explanations[reason]}`, options);
    this.reason = reason;
  }
}

/** One thing that differs between a checkpoint and what it is to be restored into; undefined is absent. */
export interface Difference {
  /** For example `architecture.units` or `parameters/kernel`. */
  readonly key: string;
  readonly saved: unknown;
  readonly given: unknown;
}

/** A checkpoint of another model or another run; nothing was restored. */
export class CheckpointMismatchError extends UnsaturateError {
  readonly differences: readonly Difference[];

  constructor(where: string, differences: readonly Difference[]) {
    const lines = differences.map(
      ({ key, saved, given }) => `  ${key}: checkpoint ${show(saved)}, here ${show(given)}`,
    );
    super(
      'CheckpointMismatchError',
      `${where}: the checkpoint does not fit; build what it was made with, or start anew.\n${lines.join('\n')}`,
    );
    this.differences = differences;
  }
}

function show(value: unknown): string {
  return value === undefined ? 'has none' : describe(value);
}
