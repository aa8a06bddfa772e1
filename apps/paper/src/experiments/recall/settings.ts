import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface RecallSettings {
  readonly controller: 'lstm' | 'feedForward';
  /** Units of the controller. */
  readonly units: number;
  /** Locations of the memory, and the size of each. */
  readonly locations: number;
  readonly width: number;
  readonly minItems: number;
  readonly maxItems: number;
  /** Most items at the start; one more every `updatesPerItem` updates, up to `maxItems`. */
  readonly firstMaxItems: number;
  readonly updatesPerItem: number;
  /** Fewest items of the sequences that are validated on. */
  readonly validationMinItems: number;
  readonly batchSize: number;
  readonly updates: number;
  /** Updates between two validations. */
  readonly epochUpdates: number;
  /** Batches validated on, and tested on, of the training size. */
  readonly heldOutBatches: number;
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
}

const long: RecallSettings = {
  controller: 'lstm',
  units: 100,
  locations: 128,
  width: 20,
  minItems: 2,
  maxItems: 16,
  firstMaxItems: 6,
  updatesPerItem: 600,
  validationMinItems: 16,
  batchSize: 16,
  updates: 12_000,
  epochUpdates: 100,
  heldOutBatches: 8,
  learningRate: 0.003,
  clipNorm: 10,
  alpha: 1,
  noiseScale: 0.5,
  annealingPeriod: 200,
  annealingFrom: 30,
};

const smoke: RecallSettings = {
  ...long,
  units: 6,
  locations: 8,
  width: 4,
  maxItems: 3,
  firstMaxItems: 2,
  updatesPerItem: 5,
  validationMinItems: 2,
  batchSize: 2,
  updates: 10,
  epochUpdates: 5,
  heldOutBatches: 1,
  annealingPeriod: 5,
};

const quick: RecallSettings = {
  ...long,
  locations: 32,
  maxItems: 3,
  firstMaxItems: 3,
  validationMinItems: 2,
  updates: 4000,
  epochUpdates: 200,
};

/** 2 to 16 items, validated with 16; at first there are fewer. */
export const growingSettings: Readonly<Record<PresetName, RecallSettings>> = { smoke, quick, paper: long };

/** 2 to 16 items from the start, as the paper says. */
export const uniformSettings: Readonly<Record<PresetName, RecallSettings>> = {
  smoke: { ...smoke, firstMaxItems: smoke.maxItems },
  quick,
  paper: { ...long, firstMaxItems: long.maxItems, updates: 20_000, epochUpdates: 500 },
};

/** As Graves et al. trained it: 2 to 6 items. */
export const shortSettings: Readonly<Record<PresetName, RecallSettings>> = {
  smoke,
  quick,
  paper: { ...long, maxItems: 6, validationMinItems: 2, updates: 15_000, epochUpdates: 200 },
};
