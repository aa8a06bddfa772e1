import { assertKnownKeys, assertObject, InvalidArgumentError, type NoiseStream } from '@unsaturate/core';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { BatchSource, Trainable } from '../model.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { isJson, type Json } from '../records.ts';
import { assertCount, assertFunction, assertSource, assertTrainable } from './checks.ts';
import type { TrainEvent } from './events.ts';

/** Where a run stands when a schedule is asked: what is done, so both start at 0. */
export interface Position {
  readonly update: number;
  readonly epoch: number;
}

/** A value over time, for example `({ epoch }) => (epoch < 4 ? 1 : 0.5)`. Must depend on nothing else. */
export type PositionSchedule = (position: Position) => number;

/** A factor of the learning rate that follows a metric. Its state is JSON: it goes into checkpoints. */
export interface PlateauRule<State = unknown> {
  readonly initial: State;
  /** State after an epoch whose validation nll (training nll without validation data) was `metric`. */
  next(state: State, metric: number): State;
  /** The factor. */
  value(state: State): number;
}

/** What an epoch came to. */
export interface EpochFigures {
  readonly training: Figures;
  /** Undefined without validation data. */
  readonly validation: Figures | undefined;
}

/** Means over the predictions of a source. */
export interface Figures {
  /** Negative log-likelihood per prediction, in nats. */
  readonly nll: number;
  /** Share of right predictions, from 0 to 1; of a model that gives `correct`. */
  readonly accuracy?: number;
}

/**
 * A curriculum: what is trained on follows from how the run goes. Its stage is given to the batches of training and
 * validation, and is JSON: it goes into checkpoints, so that a resumed run goes on at its stage.
 */
export interface CurriculumRule<Stage = unknown> {
  readonly initial: Stage;
  /** Stage after an epoch. Must depend on nothing else. */
  next(stage: Stage, figures: EpochFigures): Stage;
  /** Factor of the learning rate at a stage. */
  learningRate(stage: Stage): number;
}

/** Where checkpoints go, for example `fileCheckpoints(folder)` of `@unsaturate/train/node`. */
export interface CheckpointStore {
  /** Stores the latest checkpoint; `best` says that its validation nll is the lowest so far. */
  save(bytes: Uint8Array, about: { readonly update: number; readonly best: boolean }): Promise<void>;
}

/** When and what to store. */
export interface CheckpointOptions {
  readonly store: CheckpointStore;
  /** Updates between checkpoints. Every epoch and every end stores one anyway. */
  readonly every?: number;
  /** What the model is; a checkpoint resumes only where this is the same. */
  readonly architecture: Json;
  /** Anything that belongs with the model, for example its vocabulary. Default null. */
  readonly user?: Json;
}

/** Options of {@link train}. At least one of `epochs` and `maxUpdates` says when the run is complete. */
export interface TrainOptions<Batch> {
  readonly model: Trainable<Batch>;
  readonly data: BatchSource<Batch>;
  /** Evaluated after every epoch. */
  readonly validation?: BatchSource<Batch>;
  readonly optimizer: Optimizer;
  /** eta, finite and at least 0. */
  readonly learningRate: PositionSchedule;
  /** Multiplies the learning rate. */
  readonly plateau?: PlateauRule;
  /** Chooses the stage that batches are drawn at, and multiplies the learning rate. */
  readonly curriculum?: CurriculumRule;
  /** c, finite and at least 0. */
  readonly noiseScale: PositionSchedule;
  /** Where the noise begins; copied, so that the caller's stays as it is. A resumed run goes on with the checkpoint's. */
  readonly noise: NoiseStream;
  /** Largest global norm of the gradient. Default: no clipping. */
  readonly clipNorm?: number;
  readonly epochs?: number;
  readonly maxUpdates?: number;
  readonly checkpoints?: CheckpointOptions;
  /** Goes on from here. Everything else must be given as it was. */
  readonly resume?: Checkpoint;
  /** Updates between two calls of the model's `diagnose`. Default: never. */
  readonly diagnosticsEvery?: number;
  /** Called with every event, and waited for. */
  readonly onEvent?: (event: TrainEvent) => void | Promise<void>;
  /** Ends the run after the update under way, with a checkpoint. */
  readonly signal?: AbortSignal;
}

const where = 'train';
const checkpointKeys = ['store', 'every', 'architecture', 'user'];
const optionKeys = [
  'model',
  'data',
  'validation',
  'optimizer',
  'learningRate',
  'plateau',
  'curriculum',
  'noiseScale',
  'noise',
  'clipNorm',
  'epochs',
  'maxUpdates',
  'checkpoints',
  'resume',
  'diagnosticsEvery',
  'onEvent',
  'signal',
];

/** Throws an {@link InvalidArgumentError} for what can be known to be wrong before the first update. */
export function checkTrainOptions<Batch>(options: TrainOptions<Batch>): void {
  assertKnownKeys(where, 'options', options, optionKeys);
  const { data, validation, epochs, maxUpdates, clipNorm, plateau, curriculum } = options;
  const { checkpoints, diagnosticsEvery } = options;
  if (epochs === undefined && maxUpdates === undefined) {
    const rule = 'be given, or maxUpdates, or both';
    throw new InvalidArgumentError({ where, argument: 'epochs', value: undefined, rule });
  }
  if (checkpoints) assertKnownKeys(where, 'checkpoints', checkpoints, checkpointKeys);
  assertTrainable(where, options.model);
  assertSource(where, 'data', data);
  if (validation) assertSource(where, 'validation', validation);
  assertObject(where, 'optimizer', options.optimizer);
  assertObject(where, 'noise', options.noise);
  assertFunction(where, 'learningRate', options.learningRate);
  assertFunction(where, 'noiseScale', options.noiseScale);
  assertCount(where, 'epochs', epochs ?? 1);
  assertCount(where, 'maxUpdates', maxUpdates ?? 1);
  assertCount(where, 'diagnosticsEvery', diagnosticsEvery ?? 1);
  assertCount(where, 'checkpoints.every', checkpoints?.every ?? 1);
  if (!(clipNorm === undefined || clipNorm > 0)) {
    throw new InvalidArgumentError({ where, argument: 'clipNorm', value: clipNorm, rule: 'be above 0' });
  }
  assertJson('plateau.initial', plateau?.initial ?? null);
  if (curriculum) checkCurriculum(curriculum);
  assertJson('checkpoints.architecture', checkpoints?.architecture ?? null);
  assertJson('checkpoints.user', checkpoints?.user ?? null);
}

function checkCurriculum(curriculum: CurriculumRule): void {
  assertKnownKeys(where, 'curriculum', curriculum, ['initial', 'next', 'learningRate']);
  const given: Readonly<Record<keyof CurriculumRule, unknown>> = curriculum;
  assertFunction(where, 'curriculum.next', given.next);
  assertFunction(where, 'curriculum.learningRate', given.learningRate);
  assertJson('curriculum.initial', given.initial);
}

/** The stage after an epoch; throws an {@link InvalidArgumentError} for one that cannot be stored. */
export function stageAfter(curriculum: CurriculumRule, stage: Json, figures: EpochFigures): Json {
  const after = curriculum.next(stage, figures);
  assertJson('curriculum.next(...)', after);
  return after;
}

/** Throws an {@link InvalidArgumentError} unless a schedule gave a finite number of at least 0. */
export function checkScheduled(argument: string, value: number): number {
  if (!(value >= 0 && value < Infinity)) {
    throw new InvalidArgumentError({ where, argument, value, rule: 'give a finite number of at least 0' });
  }
  return value;
}

function assertJson(argument: string, value: unknown): asserts value is Json {
  if (!isJson(value)) {
    const rule = 'be plain JSON without undefined, NaN and Infinity, because it is stored';
    throw new InvalidArgumentError({ where, argument, value, rule });
  }
}
