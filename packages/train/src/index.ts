export {
  type Checkpoint,
  checkpointVersion,
  decodeCheckpoint,
  encodeCheckpoint,
  type NamedValues,
  type Progress,
} from './checkpoint/checkpoint.ts';
export {
  CheckpointError,
  type CheckpointErrorReason,
  CheckpointMismatchError,
  type Difference,
} from './checkpoint/errors.ts';
export { type Parameters, restoreParameters } from './checkpoint/restore.ts';
export type { TensorValues } from './checkpoint/safetensors.ts';
export { evaluate, type Evaluation } from './loop/evaluate.ts';
export type {
  CheckpointEvent,
  DeviceLostEvent,
  DiagnosticsEvent,
  EndEvent,
  EndReason,
  EpochEvent,
  ResumeEvent,
  TrainEvent,
  UpdateEvent,
  ValidationEvent,
} from './loop/events.ts';
export { NonFiniteLossError } from './loop/non-finite.ts';
export type {
  CheckpointOptions,
  CheckpointStore,
  CurriculumRule,
  EpochFigures,
  Figures,
  PlateauRule,
  Position,
  PositionSchedule,
  TrainOptions,
} from './loop/options.ts';
export { train, type TrainResult } from './loop/train.ts';
export type { BatchSource, Carry, Forward, NamedTensors, StepContext, Trainable } from './model.ts';
export { adam, type AdamOptions } from './optimizers/adam.ts';
export {
  applyOptimizer,
  initialOptimizerState,
  type OptimizerState,
  type UpdateOptions,
} from './optimizers/apply-optimizer.ts';
export { momentum, type MomentumOptions, nesterov } from './optimizers/momentum.ts';
export type { Optimizer, OptimizerInput, OptimizerOutput } from './optimizers/optimizer.ts';
export { rmsprop, type RmspropOptions } from './optimizers/rmsprop.ts';
export { sgd } from './optimizers/sgd.ts';
export type { Json } from './records.ts';
export { clipFactor, globalNorm } from './update/clip.ts';
export { type ActivationConfig, type Arm, armActivations, arms } from './language-model/arms.ts';
export type { LanguageModelConfig } from './language-model/config.ts';
export {
  type LanguageModel,
  languageModel,
  type Logits,
  type TextWindow,
} from './language-model/language-model.ts';
export { type SampleOptions, sampleTokens } from './language-model/sample.ts';
