import type { serialization } from '@tensorflow/tfjs-core';
import {
  assertNonNegative,
  defaultNoiseScale,
  InvalidArgumentError,
  type NanilForm,
  type NoiseStream,
  type Variant,
  variants,
} from '@unsaturate/core';
import { defaultNoise } from './default-noise.ts';
import type { InitializerLike } from './initializers.ts';

/** What the configurations of all noisy layers have in common. Defaults are those of the layer. */
export interface NoiseConfig {
  /** Where the noise goes; see `Variant` of @unsaturate/core. */
  readonly variant?: Variant;
  /** Share of the nonlinearity in 'NAN' and 'NAH'. Default 1. */
  readonly alpha?: number;
  /** Noise scale to begin with; the layer's property `noiseScale` changes it. Default `defaultNoiseScale[variant]`. */
  readonly c?: number;
  /** Parameterisation of 'NANIL'. Default 'equation9'. */
  readonly form?: NanilForm;
  /** Whether results are clamped to the range of the base. Default false. */
  readonly clip?: boolean;
  /** How the learned slopes p begin. Default uniform on [-1, 1]. */
  readonly pInitializer?: InitializerLike;
  /** Where noise is drawn. Default `defaultNoise()`. Not part of a saved model. */
  readonly noise?: NoiseStream;
}

/** The keys of {@link NoiseConfig}, for authors of layers. */
export const noiseConfigKeys: readonly (keyof NoiseConfig)[] = [
  'variant',
  'alpha',
  'c',
  'form',
  'clip',
  'pInitializer',
  'noise',
];

/** The keys that every layer of tf.layers takes, for authors of layers. */
export const layerConfigKeys: readonly string[] = [
  'name',
  'trainable',
  'inputShape',
  'batchInputShape',
  'batchSize',
  'dtype',
  'inputDType',
  'weights',
];

/** What a noisy layer reads anew at each call, for authors of layers. */
export interface LayerNoise {
  readonly stream: NoiseStream;
  /** The noise scale c. */
  scale: number;
}

const key = Symbol.for('@unsaturate/tfjs/layer-noise');

/**
 * The noise of a layer under construction, for authors of layers.
 *
 * A wrapper such as tf.layers.bidirectional copies its layer through the configuration. {@link withLayerNoise} puts the
 * noise there under a symbol, which JSON leaves out: copies made in memory share stream and scale with the original.
 *
 * @throws InvalidArgumentError if `c` is not finite or below 0, or `noise` is not a noise stream.
 */
export function layerNoise(where: string, config: NoiseConfig, variant: Variant): LayerNoise {
  const shared = (config as { readonly [key]?: LayerNoise })[key];
  if (shared !== undefined) return shared;
  const scale = config.c ?? defaultNoiseScale[variant];
  assertNonNegative(where, 'c', scale);
  const stream = config.noise ?? defaultNoise();
  if (typeof stream !== 'object' || !('key' in stream && 'next' in stream)) {
    const advice = 'Pass createNoiseStream(seed).';
    throw new InvalidArgumentError({
      where,
      argument: 'noise',
      value: stream,
      rule: 'be a noise stream',
      advice,
    });
  }
  return { stream, scale };
}

/** A layer's configuration, holding its noise for copies made in memory; see {@link layerNoise}. */
export function withLayerNoise(
  config: serialization.ConfigDict,
  noise: LayerNoise,
): serialization.ConfigDict {
  return Object.assign(config, { [key]: noise });
}

/** Undoes what a saved model does to the names of variants: tf.layers writes all strings in snake case, 'NAH' as 'nah'. */
export function restoreVariant(config: serialization.ConfigDict): serialization.ConfigDict {
  const saved = config['variant'];
  const variant = variants.find((each) => typeof saved === 'string' && each.toLowerCase() === saved);
  return variant === undefined ? config : { ...config, variant };
}

/** Whether a variant has learned slopes p. */
export function learnsSlope(variant: Variant): boolean {
  return variant === 'NAN' || variant === 'NAH' || variant === 'NANIL';
}
