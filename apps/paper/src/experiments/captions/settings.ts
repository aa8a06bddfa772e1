import type { PresetName } from '../../experiment/experiment.ts';

/** Sizes of a run, equal for all arms. */
export interface CaptionSettings {
  /** Units of the LSTM. */
  readonly units: number;
  /** Units of the scores of attention. */
  readonly attentionUnits: number;
  /** Width of the embedding of words and of the hidden layer of the output. */
  readonly embeddingSize: number;
  /** Fewest occurrences of a word to be one of the vocabulary. */
  readonly minCount: number;
  /** What feature maps are multiplied by. */
  readonly featureScale: number;
  /** Pictures of the data that are learned from, chosen by and tested on; all of them where undefined. */
  readonly pictures?: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** The learning rate at first; it falls to 0 along half a cosine. */
  readonly learningRate: number;
  readonly clipNorm: number;
  /** Share of the LSTM's outputs and of the contexts that is dropped, where an arm drops any. */
  readonly dropout: number;
  /** lambda of the doubly stochastic term. */
  readonly attentionPenalty: number;
  /** Share of the nonlinearity in NAH, eq. 11. */
  readonly alpha: number;
  /** Beginnings that the beam search keeps, and most words of a caption. */
  readonly beamWidth: number;
  readonly maxWords: number;
  /** Captions are chosen by their log probability over their length to this power. */
  readonly lengthPower: number;
}

const paper: CaptionSettings = {
  units: 256,
  attentionUnits: 128,
  embeddingSize: 256,
  minCount: 5,
  featureScale: 0.25,
  batchSize: 60,
  epochs: 14,
  learningRate: 0.002,
  clipNorm: 5,
  dropout: 0.5,
  attentionPenalty: 1,
  alpha: 1,
  beamWidth: 5,
  maxWords: 20,
  lengthPower: 1,
};

/** Settings by preset. */
export const settings: Readonly<Record<PresetName, CaptionSettings>> = {
  smoke: {
    ...paper,
    units: 6,
    attentionUnits: 4,
    embeddingSize: 5,
    minCount: 2,
    featureScale: 1,
    pictures: 40,
    batchSize: 10,
    epochs: 2,
    beamWidth: 2,
    maxWords: 3,
  },
  quick: {
    ...paper,
    units: 128,
    attentionUnits: 64,
    embeddingSize: 64,
    minCount: 2,
    featureScale: 1,
    batchSize: 50,
    epochs: 25,
    attentionPenalty: 0.05,
    maxWords: 8,
    lengthPower: 0,
  },
  paper,
};
