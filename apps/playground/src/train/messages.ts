import type { TextLevel } from '@unsaturate/tasks';
import type { Arm, TrainEvent } from '@unsaturate/train';
import type { NoiseSchedule, PresetName } from 'shared/language-model';

/** Where to compute: 'auto' takes a GPU where there is one, else all processors. */
export type Device = 'auto' | 'webgpu' | 'cpu';

/** What a visitor chooses about a new run. */
export interface RunSettings {
  readonly preset: PresetName;
  readonly arm: Arm;
  readonly noiseSchedule: NoiseSchedule;
  readonly level: TextLevel;
  /** Passes over the text. */
  readonly epochs: number;
}

/** Text that a model wrote after an update. */
export interface Writing {
  readonly update: number;
  readonly text: string;
}

/** Perplexities of a model after an update. */
export interface Perplexities {
  readonly update: number;
  readonly validation: number;
  readonly test: number;
}

/** A text of the visitor. */
export interface OwnText {
  /** Name of its file. */
  readonly file: string;
  readonly text: string;
}

/** Everything about a run that is kept in the browser. */
export interface KeptRun {
  /** Its last checkpoint. */
  readonly bytes: Uint8Array;
  /** What it learns from; null is the text of the page, or one that has still to be given. */
  readonly text: OwnText | null;
  /** What happened up to the checkpoint. */
  readonly events: readonly TrainEvent[];
  readonly writing: Writing | null;
}

/** What the worker is told. All but 'pause' are done one after the other. */
export type ToWorker =
  /** Says which run is kept; `unsaved` is one that only another worker had. */
  | { readonly type: 'open'; readonly unsaved?: KeptRun }
  /** Begins a run, in place of the one that is kept. */
  | {
      readonly type: 'start';
      readonly settings: RunSettings;
      readonly file: File | null;
      readonly device: Device;
    }
  /** Goes on; `epochs` are passes over the text in all, if they are other than they were. */
  | { readonly type: 'resume'; readonly device: Device; readonly epochs?: number }
  | { readonly type: 'pause' }
  /** Computes perplexities on the parts of the text that are not learned from. */
  | { readonly type: 'evaluate'; readonly device: Device }
  /** Asks for the last checkpoint as a file. */
  | { readonly type: 'download' }
  /** Takes a checkpoint file, in place of the run that is kept. */
  | { readonly type: 'load'; readonly file: File }
  /** Gives the text of a loaded run. */
  | { readonly type: 'give-text'; readonly file: File };

/** What the worker is at. */
export type Activity = 'opening' | 'preparing' | 'training' | 'evaluating' | 'idle';

/** The run that is kept or under way, for people. */
export interface RunView {
  readonly title: string;
  /** Model, text and schedule in a sentence. */
  readonly summary: string;
  readonly update: number;
  readonly total: number;
  /** Passes over the text that it is to make in all. */
  readonly epochs: number;
  readonly isComplete: boolean;
  /** Name of the text that has to be given before it can go on; null if none has. */
  readonly missingText: string | null;
  readonly computesOn: string;
  /** Command that evaluates its file in Node. */
  readonly nodeCommand: string;
  /** Name of its file. */
  readonly fileName: string;
}

/** What the worker says. */
export type FromWorker =
  | { readonly type: 'activity'; readonly activity: Activity }
  /** The run as a whole, or that there is none; comes before any event of it. */
  | {
      readonly type: 'run';
      readonly run: RunView | null;
      readonly events: readonly TrainEvent[];
      readonly writing: Writing | null;
    }
  | { readonly type: 'event'; readonly event: TrainEvent }
  | { readonly type: 'writing'; readonly writing: Writing }
  | { readonly type: 'perplexities'; readonly perplexities: Perplexities }
  | { readonly type: 'file'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Something did not work; what was there before still is. */
  | { readonly type: 'problem'; readonly message: string }
  /** The device is lost, and this worker with it; `unsaved` is what no browser storage has. */
  | { readonly type: 'lost'; readonly message: string; readonly unsaved?: KeptRun };
