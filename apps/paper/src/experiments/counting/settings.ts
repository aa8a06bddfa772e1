import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface CountingSettings {
  /** Integers of a sequence. */
  readonly length: number;
  /** An integer is one of 0 to `values - 1`. */
  readonly values: number;
  /** Units of the LSTM. */
  readonly units: number;
  /** Units of the hidden layer of the MLP. */
  readonly hiddenUnits: number;
  readonly batchSize: number;
  readonly updates: number;
  /** Updates between two validations. */
  readonly epochUpdates: number;
  /** Sequences validated on, and tested on. */
  readonly heldOut: { readonly validation: number; readonly test: number };
  readonly learningRate: number;
  readonly clipNorm: number;
  /** Share of the nonlinearity in NAN, eq. 11. */
  readonly alpha: number;
  /** c of the arm without annealing, and what an annealed one falls to. */
  readonly noiseScale: number;
  /** Updates of one step of the annealing. */
  readonly annealingPeriod: number;
  /** Where annealing starts. */
  readonly annealingFrom: number;
  /** The curriculum: sequences of `curriculumFrom` integers at first, of all of them after this share of the updates. */
  readonly curriculumFrom: number;
  readonly curriculumShare: number;
}

const paper: CountingSettings = {
  length: 26,
  values: 11,
  units: 64,
  hiddenUnits: 64,
  batchSize: 32,
  updates: 10_000,
  epochUpdates: 250,
  heldOut: { validation: 1000, test: 10_000 },
  learningRate: 0.001,
  clipNorm: 5,
  alpha: 1,
  noiseScale: 0.5,
  annealingPeriod: 200,
  annealingFrom: 30,
  curriculumFrom: 5,
  curriculumShare: 0.5,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, CountingSettings>> = {
  smoke: {
    ...paper,
    length: 5,
    values: 4,
    units: 6,
    hiddenUnits: 6,
    batchSize: 4,
    updates: 20,
    epochUpdates: 5,
    heldOut: { validation: 20, test: 20 },
    annealingPeriod: 5,
    curriculumFrom: 2,
  },
  quick: { ...paper, length: 12, values: 6, units: 32, hiddenUnits: 32, updates: 2000, epochUpdates: 100 },
  paper,
};
