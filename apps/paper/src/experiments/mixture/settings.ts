import type { Gaussian } from '@unsaturate/tasks';
import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface MixtureSettings {
  /** What is to be told apart. */
  readonly components: readonly Gaussian[];
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly batchSize: number;
  readonly updates: number;
  /** Updates between two validations. */
  readonly epochUpdates: number;
  /** Points validated on, and tested on; whole batches of at most 1000. */
  readonly heldOut: { readonly validation: number; readonly test: number };
  readonly learningRate: number;
  /** Share of the nonlinearity in NAN, eq. 11. */
  readonly alpha: number;
  /** The noise scale c. */
  readonly noiseScale: number;
  /** Points whose derivatives are drawn, of every unit. */
  readonly drawn: number;
}

const paper: MixtureSettings = {
  components: [
    { mean: [-3, -1], standardDeviation: 0.5 },
    { mean: [3, -1], standardDeviation: 1 },
    { mean: [0, 4], standardDeviation: 1.5 },
  ],
  hidden: [8, 8, 8],
  batchSize: 50,
  updates: 10_000,
  epochUpdates: 200,
  heldOut: { validation: 1000, test: 10_000 },
  learningRate: 0.001,
  alpha: 1,
  noiseScale: 0.5,
  drawn: 40,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, MixtureSettings>> = {
  smoke: { ...paper, updates: 40, epochUpdates: 10, heldOut: { validation: 100, test: 100 }, drawn: 5 },
  quick: { ...paper, updates: 3000, epochUpdates: 100, heldOut: { validation: 1000, test: 2000 } },
  paper,
};
