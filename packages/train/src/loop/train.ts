import * as tf from '@tensorflow/tfjs-core';
import type { Progress } from '../checkpoint/checkpoint.ts';
import type { Json } from '../records.ts';
import { evaluate } from './evaluate.ts';
import type { EndReason, TrainEvent } from './events.ts';
import { nextTask } from './next-task.ts';
import { assertAllFinite } from './non-finite.ts';
import { checkTrainOptions, type Figures, stageAfter, type TrainOptions } from './options.ts';
import { disposeState, encodeState, freshState, restoredState, type RunState } from './state.ts';
import { makeUpdate, noiseScaleAt } from './step.ts';

/** How a run ended. */
export interface TrainResult {
  readonly reason: EndReason;
  /** Updates made, those before a resume included. */
  readonly update: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Lowest validation nll per prediction, or null without validation. */
  readonly bestValidation: number | null;
}

/**
 * Trains a model by truncated back-propagation through time.
 *
 * Each update runs one window forward from the state that the window before left, back through that window only, clips
 * the gradient by its global norm, and applies the optimizer. An epoch ends with validation and a checkpoint.
 *
 * A run that was stopped or killed and is resumed from its last checkpoint makes the same numbers, bit by bit, as one
 * that was not: the checkpoint holds parameters, optimizer slots and step, carry, noise stream, position and sums.
 *
 * @throws {@link InvalidArgumentError} for options out of range, before anything happens.
 * @throws {@link CheckpointMismatchError} if `resume` is of another model or run; nothing was restored.
 * @throws {@link NonFiniteLossError} if loss, gradient or validation are not finite; the last checkpoint is kept.
 *
 * @example
 * ```ts
 * const result = await train({
 *   model,
 *   data,
 *   validation,
 *   optimizer: adam(),
 *   learningRate: () => 0.002,
 *   noiseScale: () => 0.5,
 *   noise: createNoiseStream(1),
 *   clipNorm: 5,
 *   epochs: 10,
 * });
 * ```
 */
export async function train<Batch>(options: TrainOptions<Batch>): Promise<TrainResult> {
  checkTrainOptions(options);
  const { resume } = options;
  const state = resume === undefined ? freshState(options) : restoredState(options, resume);
  let savedAt = resume?.progress.update;
  try {
    if (resume !== undefined) await emit(options, { type: 'resume', update: state.progress.update });
    while (!isComplete(options, state) && !isAborted(options)) {
      for (const event of await makeUpdate(options, state)) await emit(options, event);
      await nextTask();
      const epochEnded = state.progress.index === options.data.batchesPerEpoch;
      const best = epochEnded && (await endEpoch(options, state));
      if (epochEnded || state.progress.update % (options.checkpoints?.every ?? Infinity) === 0) {
        await save(options, state, best);
        savedAt = state.progress.update;
      }
    }
    if (savedAt !== state.progress.update) await save(options, state, false);
    const reason = isComplete(options, state) ? 'completed' : 'interrupted';
    const { update, epoch, bestValidation } = state.progress;
    await emit(options, { type: 'end', reason, update });
    return { reason, update, epoch, bestValidation };
  } finally {
    disposeState(state);
  }
}

function figuresOf({ nll, accuracy }: Figures): Figures {
  return { nll, ...(accuracy !== undefined && { accuracy }) };
}

/** Means over the epoch that is done. */
function epochFigures({ epochNll, epochCount, epochCorrect }: Progress): Figures {
  return {
    nll: epochNll / epochCount,
    ...(epochCorrect !== null && { accuracy: epochCorrect / epochCount }),
  };
}

function isComplete<Batch>(options: TrainOptions<Batch>, { progress }: RunState): boolean {
  const { epochs = Infinity, maxUpdates = Infinity } = options;
  return progress.epoch >= epochs || progress.update >= maxUpdates;
}

function isAborted<Batch>({ signal }: TrainOptions<Batch>): boolean {
  return signal?.aborted === true;
}

/** Validates and moves on to the next epoch; whether validation was better than ever. */
async function endEpoch<Batch>(options: TrainOptions<Batch>, state: RunState): Promise<boolean> {
  const { model, validation, plateau, curriculum } = options;
  const { update, epoch, stage, bestValidation } = state.progress;
  const at = { epoch: epoch + 1, update, ...(curriculum && { stage }) };
  const trained = epochFigures(state.progress);
  await emit(options, { type: 'epoch', ...at, ...withPerplexity(trained) });

  const noiseScale = noiseScaleAt(options, state);
  const validated = validation && figuresOf(await evaluate(model, validation, noiseScale, stage));
  if (validated !== undefined) {
    assertAllFinite({ 'validation nll': validated.nll }, update);
    await emit(options, { type: 'validation', ...at, ...withPerplexity(validated) });
  }
  const best = validated !== undefined && validated.nll < (bestValidation ?? Infinity);
  tf.dispose(state.carry ?? {});
  state.carry = undefined;
  state.progress = {
    ...state.progress,
    epoch: epoch + 1,
    index: 0,
    epochNll: 0,
    epochCount: 0,
    epochCorrect: null,
    bestValidation: best ? validated.nll : bestValidation,
    plateau: plateau ? (plateau.next(state.progress.plateau, (validated ?? trained).nll) as Json) : null,
    stage: curriculum ? stageAfter(curriculum, stage, { training: trained, validation: validated }) : null,
  };
  return best;
}

async function save<Batch>(options: TrainOptions<Batch>, state: RunState, best: boolean): Promise<void> {
  if (options.checkpoints === undefined) return;
  const { update } = state.progress;
  await options.checkpoints.store.save(await encodeState(options, state), { update, best });
  await emit(options, { type: 'checkpoint', update });
}

async function emit<Batch>({ onEvent }: TrainOptions<Batch>, event: TrainEvent): Promise<void> {
  await onEvent?.(event);
}

function withPerplexity(figures: Figures): Figures & { perplexity: number } {
  return { ...figures, perplexity: Math.exp(figures.nll) };
}
