import { UnsaturateError } from '@unsaturate/core';
import type { Experiment, Outcome } from './experiment.ts';

/** A finished run has no finite value of a metric of its experiment. */
export class OutcomeError extends UnsaturateError {
  constructor({ name }: Experiment, metric: string, value: unknown) {
    super(
      'OutcomeError',
      `${name}: a finished run must have a finite value of the metric "${metric}", got ${String(value)}. ` +
        'Mend what its plan finishes with.',
    );
  }
}

/** Throws an {@link OutcomeError} unless there is a value for every metric. */
export function assertOutcome(experiment: Experiment, { metrics }: Outcome): void {
  for (const { name } of experiment.metrics) {
    if (!Number.isFinite(metrics[name])) throw new OutcomeError(experiment, name, metrics[name]);
  }
}
