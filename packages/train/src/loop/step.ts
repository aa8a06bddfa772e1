import * as tf from '@tensorflow/tfjs-core';
import { applyOptimizer } from '../optimizers/apply-optimizer.ts';
import { clipFactor, globalNorm } from '../update/clip.ts';
import { lossAndGradients, type LossAndGradients } from '../update/gradients.ts';
import { firstCarry } from './evaluate.ts';
import type { DiagnosticsEvent, UpdateEvent } from './events.ts';
import { assertAllFinite } from './non-finite.ts';
import { checkScheduled, type TrainOptions } from './options.ts';
import type { RunState } from './state.ts';

/**
 * Makes one update: forward, backward, clip, optimizer; the carry moves on to the next window.
 *
 * @returns The events to report.
 * @throws {@link NonFiniteLossError} before anything is applied.
 */
export async function makeUpdate<Batch>(
  options: TrainOptions<Batch>,
  state: RunState,
): Promise<(UpdateEvent | DiagnosticsEvent)[]> {
  const { model, data, optimizer, clipNorm = Infinity } = options;
  const { update, epoch, index, stage } = state.progress;
  const learningRate = learningRateAt(options, state);
  const noiseScale = noiseScaleAt(options, state);
  const batch = data.batch(index, epoch, stage);
  state.carry ??= firstCarry(model, batch);
  const diagnostics = await diagnose(options, state, batch, noiseScale);

  const context = { training: true, noise: state.noise, noiseScale };
  const result = lossAndGradients(model, batch, state.carry, context);
  try {
    const { loss, nll, norm, correct } = await readNumbers(result);
    assertAllFinite({ loss, nll, 'gradient norm': norm }, update + 1);
    state.optimizer = applyOptimizer(optimizer, state.optimizer, model.parameters, result.gradients, {
      learningRate,
      gradientScale: clipFactor(norm, clipNorm),
    });
    tf.dispose(state.carry);
    state.carry = result.carry;
    state.progress = {
      ...state.progress,
      update: update + 1,
      index: index + 1,
      epochNll: state.progress.epochNll + nll,
      epochCount: state.progress.epochCount + result.count,
      epochCorrect: correct === undefined ? null : (state.progress.epochCorrect ?? 0) + correct,
    };
    const event: UpdateEvent = {
      type: 'update',
      update: update + 1,
      epoch: epoch + 1,
      loss,
      nll: nll / result.count,
      learningRate,
      noiseScale,
      gradientNorm: norm,
      clippedNorm: Math.min(norm, clipNorm),
    };
    return [event, ...diagnostics];
  } finally {
    tf.dispose([result.loss, result.nll, result.correct ?? [], result.gradients]);
    if (state.carry !== result.carry) tf.dispose(result.carry);
  }
}

/** The noise scale c of the next update. */
export function noiseScaleAt<Batch>(options: TrainOptions<Batch>, { progress }: RunState): number {
  return checkScheduled('noiseScale', options.noiseScale(progress));
}

function learningRateAt<Batch>(options: TrainOptions<Batch>, { progress }: RunState): number {
  const plateau = options.plateau?.value(progress.plateau) ?? 1;
  const curriculum = options.curriculum?.learningRate(progress.stage) ?? 1;
  return checkScheduled('learningRate', options.learningRate(progress) * plateau * curriculum);
}

async function diagnose<Batch>(
  { model, diagnosticsEvery = Infinity }: TrainOptions<Batch>,
  state: RunState,
  batch: Batch,
  noiseScale: number,
): Promise<DiagnosticsEvent[]> {
  const update = state.progress.update + 1;
  if (model.diagnose === undefined || update % diagnosticsEvery !== 0) return [];
  const context = { training: true, noise: { ...state.noise }, noiseScale };
  const values = await model.diagnose(batch, state.carry ?? {}, context);
  return [{ type: 'diagnostics', update, values }];
}

/** What an update reads of its tensors. */
interface Numbers {
  readonly loss: number;
  readonly nll: number;
  readonly norm: number;
  readonly correct: number | undefined;
}

/** Loss, nll, gradient norm and right predictions in one read, because on a GPU every read waits. */
async function readNumbers({ loss, nll, gradients, correct }: LossAndGradients): Promise<Numbers> {
  const numbers = tf.tidy(() => tf.stack([loss, nll, globalNorm(gradients), ...(correct ? [correct] : [])]));
  const values = await numbers.data();
  numbers.dispose();
  return { loss: values[0]!, nll: values[1]!, norm: values[2]!, correct: values[3] };
}
