import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface LanguageSettings {
  /** Recurrent layers, and the units of each; also the width of the embedding. */
  readonly layers: number;
  readonly units: number;
  /** The most frequent tokens; all of them where undefined. */
  readonly maxVocabulary?: number;
  /** The first tokens of the validation and of the test text; all where undefined. */
  readonly heldOutTokens?: number;
  readonly batchSize: number;
  readonly timeSteps: number;
  /** Parameters start uniform on +-initRange. */
  readonly initRange: number;
  /** Halved with every epoch after the first `fullEpochs`, if there is such a number. */
  readonly learningRate: number;
  readonly fullEpochs?: number;
  readonly epochs: number;
  /** Updates from one validation to the next; all of the text where undefined. */
  readonly epochUpdates?: number;
  readonly clipNorm: number;
  /** Share of the nonlinearity in NAN and NAH, eq. 11. */
  readonly alpha: number;
}

const words: LanguageSettings = {
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
};

const characters: LanguageSettings = {
  layers: 1,
  units: 128,
  batchSize: 16,
  timeSteps: 200,
  initRange: 0.1,
  learningRate: 0.002,
  epochs: 20,
  epochUpdates: 500,
  clipNorm: 100,
  alpha: 1,
};

const tiny = { units: 4, heldOutTokens: 400, epochs: 2, epochUpdates: 5 } as const;

/** Settings of the word-level model: Zaremba's small configuration. */
export const wordSettings: Readonly<Record<PresetName, LanguageSettings>> = {
  smoke: { ...words, ...tiny, maxVocabulary: 50, timeSteps: 5 },
  quick: { ...words, units: 64, maxVocabulary: 2000, epochs: 6, epochUpdates: 150 },
  paper: words,
};

/** Settings of the character-level model. */
export const characterSettings: Readonly<Record<PresetName, LanguageSettings>> = {
  smoke: { ...characters, ...tiny, batchSize: 2, timeSteps: 20 },
  quick: { ...characters, units: 64, timeSteps: 100, heldOutTokens: 20_000, epochs: 10, epochUpdates: 50 },
  paper: characters,
};
