import type * as layers from '@tensorflow/tfjs-layers';
import { assertFinite, assertKnownKeys, InvalidArgumentError } from '@unsaturate/core';
import { layerConfigKeys, type NoiseConfig, noiseConfigKeys } from '@unsaturate/tfjs/layers';
import type { ActivationName } from './activations.ts';

/** Configuration of a recurrent layer: that of tf.layers' own, with the same defaults, and noise. */
export interface RecurrentLayerConfig
  extends
    Omit<
      layers.LSTMLayerArgs,
      'cell' | 'activation' | 'recurrentActivation' | 'unitForgetBias' | 'dropoutFunc'
    >,
    NoiseConfig {
  /** What `tanh` in the cell's equations stands for. Default 'tanh'. */
  readonly activation?: ActivationName;
  /** What `sigmoid` in the cell's equations stands for. Default 'hardSigmoid', as in tf.layers. */
  readonly recurrentActivation?: ActivationName;
}

const weightKeys = ['kernel', 'recurrent', 'bias'].flatMap((weight) =>
  ['Initializer', 'Regularizer', 'Constraint'].map((rule) => `${weight}${rule}`),
);
const configKeys = [
  'units',
  'activation',
  'recurrentActivation',
  'dropout',
  'recurrentDropout',
  'useBias',
  'returnSequences',
  'returnState',
  'goBackwards',
  'stateful',
  'unroll',
  'inputDim',
  'inputLength',
  ...weightKeys,
  'activityRegularizer',
  'unitForgetBias',
  'implementation',
  'dropoutFunc',
  'cell',
  'numConstants',
  ...noiseConfigKeys,
  ...layerConfigKeys,
];

/**
 * Throws unless `config` is an object with no keys but those of tf.layers' LSTM and GRU, of noise, and the layer's own.
 * For what people write: a saved model may hold more.
 */
export function checkKeys(where: string, config: unknown, ownKeys: readonly string[] = []): void {
  assertKnownKeys(where, 'config', config, [...configKeys, ...ownKeys]);
}

/** Throws unless `units` is a size and the dropout rates are probabilities below 1. */
export function checkConfig(where: string, config: RecurrentLayerConfig): void {
  const { units, dropout = 0, recurrentDropout = 0 } = config;
  if (!Number.isSafeInteger(units) || units < 1) {
    throw new InvalidArgumentError({ where, argument: 'units', value: units, rule: 'be an integer above 0' });
  }
  for (const [argument, rate] of Object.entries({ dropout, recurrentDropout })) {
    assertFinite(where, argument, rate);
    if (rate >= 0 && rate < 1) continue;
    throw new InvalidArgumentError({ where, argument, value: rate, rule: 'be at least 0 and below 1' });
  }
}
