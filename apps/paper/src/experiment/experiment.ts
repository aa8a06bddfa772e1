import type {
  BatchSource,
  CurriculumRule,
  Json,
  Optimizer,
  PlateauRule,
  PositionSchedule,
  Trainable,
} from '@unsaturate/train';
import type { NoiseStream } from '@unsaturate/core';
import type { Curve } from '../results/result.ts';
import type { Picture } from './picture.ts';

/** How much of an experiment is run: to test it, to see a curve within minutes, or what is reported. */
export const presetNames = ['smoke', 'quick', 'paper'] as const;

/** One of {@link presetNames}. */
export type PresetName = (typeof presetNames)[number];

/** One of the systems that an experiment compares. */
export interface Arm {
  readonly name: string;
  /** What it is, in a few words: `hard-sigmoid and hard-tanh without noise`. */
  readonly description: string;
  /** What was published of it, by the name of a metric. */
  readonly published?: Readonly<Record<string, number>>;
}

/** A number that a finished run has. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Decimals to show. */
  readonly digits: number;
}

/** One figure of learning curves: a value of a run over its updates, all arms and seeds together. */
export interface Figure {
  /**
   * Name of the value: `training nll`, `validation nll`, of a model that tells what was right `training accuracy` and
   * `validation accuracy`, or what {@link TrainingPlan.measure} gives.
   */
  readonly value: string;
  readonly title: string;
  /** Label of the vertical axis, with its unit. */
  readonly axis: string;
  readonly scale: 'linear' | 'log';
  /** How a value is drawn: nats per token as exp(value) or value / ln 2, a share as 100 value. */
  readonly as?: 'perplexity' | 'bits' | 'percent';
  /** Name of a metric whose published numbers stand at the end of the curves, where both are of one kind. */
  readonly metric?: string;
  /** Curves read off a published figure. */
  readonly published?: readonly PublishedCurve[];
}

/** A curve of the paper, which our curves are drawn beside. */
interface PublishedCurve {
  readonly label: string;
  readonly points: readonly (readonly [update: number, value: number])[];
}

/** A setting that the paper leaves open, and what stands in its place here. */
interface OpenSetting {
  readonly setting: string;
  readonly choice: string;
}

/** Which run of an experiment. */
export interface RunRequest {
  readonly preset: PresetName;
  readonly arm: string;
  readonly seed: number;
  /** Folder or file with real data; undefined for what is embedded. */
  readonly data: string | undefined;
}

/** An experiment: everything that the runner, the table and the report need to know of it. */
export interface Experiment {
  /** As it is typed. */
  readonly name: string;
  readonly title: string;
  /** What is compared, in a sentence or two. */
  readonly about: string;
  /** Where the published numbers are: `Gulcehre et al. 2016, table 5`. */
  readonly source: string;
  /** In the order of the report. */
  readonly arms: readonly [Arm, ...Arm[]];
  /** The first is what the arms are ordered by. */
  readonly metrics: readonly [Metric, ...Metric[]];
  readonly figures: readonly Figure[];
  readonly openSettings: readonly OpenSetting[];
  /** Checks a data folder before anything starts; throws an error that says what is expected. */
  checkData?(data: string | undefined, preset: PresetName): Promise<void>;
  /** Builds a run, its parameters fresh; called in the process that trains it, with the backend ready. */
  plan(request: RunRequest): Promise<TrainingPlan>;
}

/** What {@link Experiment.plan} builds: a model with its data, and what is asked of it. */
export interface TrainingPlan<Batch = unknown> {
  readonly model: Trainable<Batch>;
  readonly data: BatchSource<Batch>;
  /** Evaluated after every epoch; its nll is the value `validation nll`. */
  readonly validation: BatchSource<Batch>;
  readonly optimizer: Optimizer;
  readonly learningRate: PositionSchedule;
  readonly plateau?: PlateauRule;
  readonly curriculum?: CurriculumRule;
  readonly noiseScale: PositionSchedule;
  readonly noise: NoiseStream;
  readonly clipNorm?: number;
  /** How long it trains; an epoch is `data.batchesPerEpoch` updates. */
  readonly epochs: number;
  /** Updates between checkpoints, beside those after every epoch. */
  readonly checkpointEvery?: number;
  /** All that makes the run, by names that the report shows; a checkpoint of other settings is refused. */
  readonly settings: Readonly<Record<string, Json>>;
  /**
   * More values of the learning curves, after every epoch. Must not depend on earlier calls.
   *
   * @param stage - Stage of the curriculum that the epoch was trained at, where there is one.
   */
  measure?(noiseScale: number, stage?: unknown): Promise<Readonly<Record<string, number>>>;
  /** Looks at the trained model, once. */
  finish(trained: Trained): Promise<Outcome>;
}

/** What {@link TrainingPlan.finish} can ask for. */
interface Trained {
  /** c after the last update: expected values of half-normal noise depend on it. */
  readonly noiseScale: number;
  /** Its learning curves. */
  readonly curve: Curve;
  /** Gives the model the parameters that had the lowest validation nll; it has the last ones otherwise. */
  restoreBest(): Promise<void>;
}

/** What a finished run has to tell. */
export interface Outcome {
  /** A value for each of the experiment's metrics. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly pictures?: readonly Picture[];
}

/** Names of the arms, in their order. */
export function armNames({ arms }: Experiment): string[] {
  return arms.map(({ name }) => name);
}
