import type { Json } from '../records.ts';

/**
 * What a run reports while it goes on; plain JSON, without wall-clock times, so that two runs can be compared.
 *
 * `update` counts the updates done and `epoch` is the epoch they belong to, both from 1. Every `nll` is a mean per
 * prediction in nats, and `perplexity` is exp(nll).
 */
export type TrainEvent =
  | UpdateEvent
  | DiagnosticsEvent
  | EpochEvent
  | ValidationEvent
  | CheckpointEvent
  | DeviceLostEvent
  | ResumeEvent
  | EndEvent;

/** After every update. */
export interface UpdateEvent {
  readonly type: 'update';
  readonly update: number;
  readonly epoch: number;
  readonly loss: number;
  readonly nll: number;
  readonly learningRate: number;
  readonly noiseScale: number;
  /** Global norm of the gradient. */
  readonly gradientNorm: number;
  /** The same after clipping. */
  readonly clippedNorm: number;
}

/** What the model's `diagnose` found just before the update. */
export interface DiagnosticsEvent {
  readonly type: 'diagnostics';
  readonly update: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Training figures of an epoch that is done. */
export interface EpochEvent extends EpochMeans {
  readonly type: 'epoch';
}

/** Validation figures after an epoch. */
export interface ValidationEvent extends EpochMeans {
  readonly type: 'validation';
}

interface EpochMeans {
  readonly epoch: number;
  readonly update: number;
  readonly nll: number;
  readonly perplexity: number;
  /** Share of right predictions, from 0 to 1; of a model that gives `correct`. */
  readonly accuracy?: number;
  /** Stage of the curriculum that the epoch was trained at, in a run with one. */
  readonly stage?: Json;
}

/** A checkpoint was stored. */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly update: number;
}

/**
 * The device that the run was on was lost; it goes on with another, from the checkpoint of this update. Reported by who
 * resumes the run: `train` only knows that it failed.
 */
export interface DeviceLostEvent {
  readonly type: 'device-lost';
  readonly update: number;
  /** Why, for example 'destroyed'. */
  readonly reason: string;
  /** What the device said about it. */
  readonly message: string;
}

/** The run goes on from a checkpoint. */
export interface ResumeEvent {
  readonly type: 'resume';
  readonly update: number;
}

/** Why a run ended: all its updates were made, or it was asked to stop. */
export type EndReason = 'completed' | 'interrupted';

/** The last event of a run that did not fail. */
export interface EndEvent {
  readonly type: 'end';
  readonly reason: EndReason;
  readonly update: number;
}
