import type { Arm } from '@unsaturate/train';

/** What a run is. Change it, and start a new run folder. */
export const settings = {
  /** A token is a word or a character. */
  level: 'word' as 'word' | 'character',
  lowerCase: true,
  /** Tokens of the vocabulary, the most frequent ones. */
  maxSize: 4000,
  cell: 'lstm' as 'lstm' | 'gru',
  layers: 2,
  units: 64,
  /** Parameters start uniform on +- this. */
  initRange: 0.3,
  /** 'soft' is sigmoid and tanh, 'hard' their hard forms, the others are hard with noise. */
  arm: 'nah' as Arm,
  /** Share of the nonlinearity in 'nan' and 'nah'. */
  alpha: 1.15,
  /** c, the scale of the noise. */
  noiseScale: 0.5,
  batchSize: 20,
  timeSteps: 10,
  learningRate: 0.003,
  clipNorm: 5,
  epochs: 1,
  checkpointEvery: 100,
  seed: 1,
};
