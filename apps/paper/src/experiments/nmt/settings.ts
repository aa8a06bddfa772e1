import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface TranslationSettings {
  /** Units of each direction of the encoder and of the decoder. */
  readonly units: number;
  /** Units of the scores of attention. */
  readonly attentionUnits: number;
  /** Width of the embeddings and of the hidden layer of the output. */
  readonly embeddingSize: number;
  /** Merges of the byte-pair vocabulary of each language. */
  readonly merges: number;
  /** Longest sentence to learn from, in symbols of either language. */
  readonly maxLength: number;
  /** Pairs of the data that are learned from, chosen by and tested on; all of them where undefined. */
  readonly pairs?: number;
  readonly batchSize: number;
  /** Sources have multiples of so many steps. */
  readonly sourceMultiple: number;
  readonly epochs: number;
  /** The learning rate at first; it falls to 0 along half a cosine. */
  readonly learningRate: number;
  readonly clipNorm: number;
  /** Share of the embeddings of a sentence, of the annotations and of the hidden layer of the output that is dropped. */
  readonly dropout: number;
  /** Share of the nonlinearity in NAH, eq. 11. */
  readonly alpha: number;
  /** Beginnings that the beam search keeps, and most symbols of a translation. */
  readonly beamWidth: number;
  readonly maxSymbols: number;
}

const paper: TranslationSettings = {
  units: 192,
  attentionUnits: 96,
  embeddingSize: 128,
  merges: 2500,
  maxLength: 40,
  batchSize: 64,
  sourceMultiple: 8,
  epochs: 14,
  learningRate: 0.002,
  clipNorm: 1,
  dropout: 0.3,
  alpha: 1,
  beamWidth: 5,
  maxSymbols: 60,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, TranslationSettings>> = {
  smoke: {
    ...paper,
    units: 6,
    attentionUnits: 4,
    embeddingSize: 5,
    merges: 40,
    maxLength: 60,
    pairs: 30,
    batchSize: 10,
    sourceMultiple: 64,
    epochs: 2,
    beamWidth: 2,
    maxSymbols: 4,
  },
  quick: {
    ...paper,
    units: 64,
    attentionUnits: 64,
    embeddingSize: 64,
    merges: 600,
    maxLength: 50,
    batchSize: 32,
    epochs: 20,
    learningRate: 0.004,
  },
  paper,
};
