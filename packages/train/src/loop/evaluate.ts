import * as tf from '@tensorflow/tfjs-core';
import { assertNonNegative, createNoiseStream } from '@unsaturate/core';
import type { BatchSource, Carry, StepContext, Trainable } from '../model.ts';
import { mapRecord } from '../records.ts';
import { assertSource, assertTrainable } from './checks.ts';
import { nextTask } from './next-task.ts';
import { checkForward } from '../update/gradients.ts';

/** How well a model predicts. */
export interface Evaluation {
  /** Mean negative log-likelihood per prediction, in nats. */
  readonly nll: number;
  /** Number of predictions. */
  readonly count: number;
  /** exp(nll). */
  readonly perplexity: number;
  /** Share of right predictions, from 0 to 1; of a model that gives `correct`. */
  readonly accuracy?: number;
}

/**
 * Runs a model over the first epoch of a source without noise, its carry kept from batch to batch.
 *
 * @param noiseScale - c as at the end of training: expected values of half-normal noise depend on it.
 * @param stage - Stage of a curriculum to draw the batches at, where the source asks for one.
 * @throws InvalidArgumentError for a model or a source that is none, and a noise scale that is not finite or below 0.
 *
 * @example
 * ```ts
 * const { perplexity } = await evaluate(model, testData, 0.5);
 * ```
 */
export async function evaluate<Batch>(
  model: Trainable<Batch>,
  source: BatchSource<Batch>,
  noiseScale: number,
  stage?: unknown,
): Promise<Evaluation> {
  const where = 'evaluate';
  assertTrainable(where, model);
  assertSource(where, 'source', source);
  assertNonNegative(where, 'noiseScale', noiseScale);
  // A stream of its own: whatever a model does with it, the noise of training stays as it is.
  const context: StepContext = { training: false, noise: createNoiseStream(0), noiseScale };
  let carry: Carry | undefined;
  let nll = 0;
  let count = 0;
  let right: number | undefined;
  try {
    for (let index = 0; index < source.batchesPerEpoch; index++) {
      const batch = source.batch(index, 0, stage);
      carry ??= firstCarry(model, batch);
      const before = carry;
      const forward = tf.tidy(() => {
        const { loss: _, ...result } = checkForward(model.forward(batch, before, context));
        return { ...result, carry: mapRecord(result.carry, (tensor) => tf.clone(tensor)) };
      });
      tf.dispose(before);
      carry = forward.carry;
      nll += await takeNumber(forward.nll);
      if (forward.correct) right = (right ?? 0) + (await takeNumber(forward.correct));
      count += forward.count;
      await nextTask();
    }
  } finally {
    tf.dispose(carry ?? {});
  }
  return {
    nll: nll / count,
    count,
    perplexity: Math.exp(nll / count),
    ...(right !== undefined && { accuracy: right / count }),
  };
}

/** The value of a scalar, which is freed. */
async function takeNumber(scalar: tf.Scalar): Promise<number> {
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}

/** The carry an epoch begins with, copied so that it can be freed even if the model keeps its own. */
export function firstCarry<Batch>(model: Trainable<Batch>, batch: Batch): Carry {
  return tf.tidy(() => mapRecord(model.initialCarry(batch), (tensor) => tf.clone(tensor)));
}
