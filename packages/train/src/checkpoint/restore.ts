import * as tf from '@tensorflow/tfjs-core';
import type { Json } from '../records.ts';
import type { Checkpoint } from './checkpoint.ts';
import { jsonDifferences, tensorDifferences } from './compare.ts';
import { CheckpointMismatchError, type Difference } from './errors.ts';
import { makeTensors } from './tensors.ts';

/** Parameters by name. */
export type Parameters = Readonly<Record<string, tf.Variable>>;

/**
 * Gives parameters the values of a checkpoint, for evaluating or sampling. To go on training, hand the checkpoint to
 * {@link train} as `resume`.
 *
 * @param architecture - What the model is; must equal what the checkpoint was written with.
 * @throws {@link CheckpointMismatchError} that lists every differing key, name and shape; then nothing was assigned.
 */
export function restoreParameters(parameters: Parameters, architecture: Json, checkpoint: Checkpoint): void {
  const differences = modelDifferences(parameters, architecture, checkpoint);
  if (differences.length > 0) throw new CheckpointMismatchError('restoreParameters', differences);
  assignParameters(parameters, checkpoint);
}

/** Where a model differs from the one a checkpoint was made of. */
export function modelDifferences(
  parameters: Parameters,
  architecture: Json,
  checkpoint: Checkpoint,
): Difference[] {
  return [
    ...jsonDifferences('architecture', checkpoint.architecture, architecture),
    ...tensorDifferences('parameters', checkpoint.parameters, parameters),
  ];
}

/** Assigns values that are known to fit. */
export function assignParameters(parameters: Parameters, checkpoint: Checkpoint): void {
  const values = makeTensors(checkpoint.parameters);
  for (const [name, parameter] of Object.entries(parameters)) parameter.assign(values[name]!);
  tf.dispose(values);
}
