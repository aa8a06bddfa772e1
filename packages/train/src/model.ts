import type * as tf from '@tensorflow/tfjs-core';
import type { NoiseStream } from '@unsaturate/core';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** State that a recurrent model carries from one window of text to the next, by name. */
export type Carry = NamedTensors;

/** What a forward pass needs to know beside its batch. */
export interface StepContext {
  /** Whether noise and dropout are drawn; false when evaluating. */
  readonly training: boolean;
  /** Where a training pass takes its stream numbers from; a pass with `training` false takes none. */
  readonly noise: NoiseStream;
  /** The noise scale c. It matters without noise too: half-normal noise has a mean, which evaluation keeps. */
  readonly noiseScale: number;
}

/** What a forward pass returns. */
export interface Forward {
  /** What is differentiated; a float32 scalar, usually the mean of `nll` per prediction or per row. */
  readonly loss: tf.Scalar;
  /** Negative log-likelihood summed over all predictions of the batch, in nats; a scalar. */
  readonly nll: tf.Scalar;
  /** Number of predictions in `nll`. */
  readonly count: number;
  /** How many of them were right; a float32 scalar. A model that gives it has accuracies in its events. */
  readonly correct?: tf.Scalar;
  /** State after the window. The next window starts from it, without gradient across the border. */
  readonly carry: Carry;
}

/**
 * A model that {@link train} can train.
 *
 * A batch is plain data (arrays, not tensors): `forward` makes the tensors it needs, and those are freed after the update.
 */
export interface Trainable<Batch> {
  /** What is learned, by names that stay the same from run to run. Variables with `trainable` false stay fixed. */
  readonly parameters: Readonly<Record<string, tf.Variable>>;
  /** State before the first window of an epoch. */
  initialCarry(batch: Batch): Carry;
  /** Loss of one window, by differentiable operations over `parameters`. */
  forward(batch: Batch, carry: Carry, context: StepContext): Forward;
  /**
   * Numbers worth watching, for example the saturated share of each activation. Runs on what the next update will
   * see; its noise stream is a copy, so that looking never changes the run. Must free the tensors it makes.
   */
  diagnose?(batch: Batch, carry: Carry, context: StepContext): Promise<Readonly<Record<string, number>>>;
}

/** Batches by number. Within an epoch, window `i + 1` of a source continues window `i`. */
export interface BatchSource<Batch> {
  readonly batchesPerEpoch: number;
  /**
   * Batch `index`, from 0 to `batchesPerEpoch - 1`, of epoch `epoch`, from 0. The same pair always gives the same batch;
   * a text gives the same ones every epoch, a generated task may give others.
   *
   * @param stage - Stage of the run's curriculum, where it has one; the batch may depend on it too.
   */
  batch(index: number, epoch: number, stage?: unknown): Batch;
}
