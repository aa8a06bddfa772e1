import * as tf from '@tensorflow/tfjs-core';
import type { NoiseStream } from '@unsaturate/core';
import {
  encodeCheckpoint,
  type Checkpoint,
  type NamedValues,
  type Progress,
} from '../checkpoint/checkpoint.ts';
import { jsonDifferences, tensorDifferences } from '../checkpoint/compare.ts';
import { CheckpointMismatchError, type Difference } from '../checkpoint/errors.ts';
import { assignParameters, modelDifferences } from '../checkpoint/restore.ts';
import { makeTensors, readTensors } from '../checkpoint/tensors.ts';
import type { Carry } from '../model.ts';
import { initialOptimizerState, type OptimizerState } from '../optimizers/apply-optimizer.ts';
import type { Json } from '../records.ts';
import { firstCarry } from './evaluate.ts';
import { NonFiniteLossError } from './non-finite.ts';
import type { TrainOptions } from './options.ts';

/** Everything about a run that changes, beside the model's parameters. */
export interface RunState {
  progress: Progress;
  readonly noise: NoiseStream;
  optimizer: OptimizerState;
  /** Undefined between epochs. */
  carry: Carry | undefined;
}

/** The state before the first update. */
export function freshState<Batch>(options: TrainOptions<Batch>): RunState {
  const { model, data, optimizer, noise, plateau, curriculum } = options;
  return {
    progress: {
      update: 0,
      epoch: 0,
      index: 0,
      batchesPerEpoch: data.batchesPerEpoch,
      epochNll: 0,
      epochCount: 0,
      epochCorrect: null,
      bestValidation: null,
      plateau: (plateau?.initial ?? null) as Json,
      stage: (curriculum?.initial ?? null) as Json,
    },
    noise: { key: noise.key, next: noise.next },
    optimizer: initialOptimizerState(optimizer, model.parameters),
    carry: undefined,
  };
}

/**
 * The state of a checkpoint; the model's parameters are set to it.
 *
 * @throws {@link CheckpointMismatchError} that lists everything that does not fit; then nothing was assigned.
 */
export function restoredState<Batch>(options: TrainOptions<Batch>, checkpoint: Checkpoint): RunState {
  const state = freshState(options);
  // A checkpoint of an earlier version has no stage and no count of right predictions.
  const progress = { ...state.progress, ...checkpoint.progress };
  const { index, epoch, stage } = progress;
  const carry = index > 0 ? firstCarry(options.model, options.data.batch(0, epoch, stage)) : {};
  try {
    const differences = runDifferences(options, checkpoint, state, carry);
    if (differences.length > 0) throw new CheckpointMismatchError('train', differences);
  } finally {
    tf.dispose([state.optimizer.slots, carry]);
  }
  assignParameters(options.model.parameters, checkpoint);
  const slots = Object.entries(checkpoint.slots).map(([slot, values]) => [slot, makeTensors(values)]);
  return {
    progress,
    noise: { key: checkpoint.noise.key, next: checkpoint.noise.next },
    optimizer: { step: checkpoint.optimizer.step, slots: Object.fromEntries(slots) },
    carry: index > 0 ? makeTensors(checkpoint.carry) : undefined,
  };
}

/**
 * The state as the bytes of a checkpoint.
 *
 * @throws {@link NonFiniteLossError} rather than let a broken checkpoint take the place of a good one.
 */
export async function encodeState<Batch>(options: TrainOptions<Batch>, state: RunState): Promise<Uint8Array> {
  const { architecture = null, user = null } = options.checkpoints ?? {};
  const { progress, noise, optimizer } = state;
  const slots = Object.entries(optimizer.slots).map(
    async ([slot, tensors]) => [slot, await readTensors(`slots/${slot}`, tensors)] as const,
  );
  const parameters = await readTensors('parameters', options.model.parameters);
  assertFiniteValues(parameters, progress.update);
  return encodeCheckpoint({
    architecture,
    user,
    progress,
    noise,
    optimizer: { name: options.optimizer.name, step: optimizer.step },
    parameters,
    slots: Object.fromEntries(await Promise.all(slots)),
    carry: await readTensors('carry', state.carry ?? {}),
  });
}

/** Frees what a run owns. */
export function disposeState(state: RunState): void {
  tf.dispose([state.optimizer.slots, state.carry ?? {}]);
}

function runDifferences<Batch>(
  options: TrainOptions<Batch>,
  checkpoint: Checkpoint,
  fresh: RunState,
  carry: Carry,
): Difference[] {
  const { architecture = null } = options.checkpoints ?? {};
  const { progress, optimizer } = checkpoint;
  const slots = [...new Set([...Object.keys(checkpoint.slots), ...Object.keys(fresh.optimizer.slots)])];
  const ofModelAndRun = [
    ...modelDifferences(options.model.parameters, architecture, checkpoint),
    ...jsonDifferences('optimizer', optimizer.name, options.optimizer.name),
    ...jsonDifferences('batchesPerEpoch', progress.batchesPerEpoch, options.data.batchesPerEpoch),
  ];
  // Slots and carry follow from the parameters: where those differ, theirs are no news.
  if (ofModelAndRun.some(({ key }) => key.startsWith('parameters/'))) return ofModelAndRun;
  return [
    ...ofModelAndRun,
    ...slots.flatMap((slot) =>
      tensorDifferences(`slots/${slot}`, checkpoint.slots[slot] ?? {}, fresh.optimizer.slots[slot] ?? {}),
    ),
    ...tensorDifferences('carry', checkpoint.carry, carry),
  ];
}

function assertFiniteValues(parameters: NamedValues, update: number): void {
  for (const [name, { data }] of Object.entries(parameters)) {
    const value = data.find((each: number) => !Number.isFinite(each));
    if (value !== undefined) throw new NonFiniteLossError(`parameter ${name}`, value, update);
  }
}
