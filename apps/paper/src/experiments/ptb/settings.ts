import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface PtbSettings {
  /** Recurrent layers, and the units of each; also the width of the embedding. */
  readonly layers: number;
  readonly units: number;
  /** The most frequent words; all of them where undefined. */
  readonly maxVocabulary?: number;
  readonly batchSize: number;
  readonly timeSteps: number;
  /** Parameters start uniform on +-initRange. */
  readonly initRange: number;
  /** Learning rate of SGD, halved with every epoch after the first `fullEpochs`. */
  readonly learningRate: number;
  readonly fullEpochs: number;
  readonly epochs: number;
  /** Updates of an epoch; all of the text where undefined. */
  readonly epochUpdates?: number;
  readonly clipNorm: number;
  /** Share of the nonlinearity in NAN and NAH, eq. 11. */
  readonly alpha: number;
  /** The noise scale c. */
  readonly noiseScale: number;
}

const paper: PtbSettings = {
  layers: 2,
  units: 200,
  batchSize: 20,
  timeSteps: 20,
  initRange: 0.1,
  learningRate: 1,
  fullEpochs: 4,
  epochs: 13,
  clipNorm: 5,
  alpha: 1,
  noiseScale: 0.5,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, PtbSettings>> = {
  smoke: { ...paper, units: 4, maxVocabulary: 50, timeSteps: 5, epochs: 2, epochUpdates: 5 },
  quick: { ...paper, units: 64, maxVocabulary: 2000, epochs: 6, epochUpdates: 150 },
  paper,
};
