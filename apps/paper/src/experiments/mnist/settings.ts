import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface MnistSettings {
  /** Units of the hidden layer. */
  readonly hiddenUnits: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** Share of the nonlinearity in NAN and NAH, eq. 11. */
  readonly alpha: number;
  /** The noise scale c. */
  readonly noiseScale: number;
}

const paper: MnistSettings = {
  hiddenUnits: 256,
  batchSize: 100,
  epochs: 100,
  learningRate: 0.0002,
  alpha: 1,
  noiseScale: 0.5,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, MnistSettings>> = {
  smoke: { ...paper, hiddenUnits: 8, epochs: 2 },
  quick: { ...paper, hiddenUnits: 64, batchSize: 50, epochs: 60, learningRate: 0.001 },
  paper,
};
