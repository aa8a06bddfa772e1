export { defaultNoise, seedNoise } from './default-noise.ts';
export {
  defaultSlopeInitializer,
  type Initializer,
  type InitializerLike,
  resolveInitializer,
  serializeInitializer,
} from './initializers.ts';
export {
  layerConfigKeys,
  type LayerNoise,
  layerNoise,
  learnsSlope,
  type NoiseConfig,
  noiseConfigKeys,
  restoreVariant,
  withLayerNoise,
} from './layer-noise.ts';
export {
  NoisyActivation,
  noisyActivation,
  type NoisyActivationLayerConfig,
  registerLayers,
} from './noisy-activation-layer.ts';
