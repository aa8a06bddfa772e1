import type { Arm } from '@unsaturate/train';

/** What the model is and how it learns. */
export const settings = {
  cell: 'gru' as 'lstm' | 'gru',
  layers: 1,
  units: 96,
  /** Parameters start uniform on +- this. */
  initRange: 0.1,
  /** 'soft' is sigmoid and tanh, 'hard' their hard forms, the others are hard with noise. */
  arm: 'nah' as Arm,
  /** Share of the nonlinearity in 'nan' and 'nah'. */
  alpha: 1.15,
  /** c, the scale of the noise. */
  noiseScale: 0.5,
  batchSize: 16,
  timeSteps: 32,
  learningRate: 0.005,
  clipNorm: 5,
  epochs: 200,
  /** Updates between two samples. */
  sampleEvery: 25,
  seed: 1,
};
