export type { CallbackOptions } from './follow.ts';
export { learningRateCallback } from './learning-rate-callback.ts';
export { type NoiseScaled, noiseScaleCallback } from './noise-scale-callback.ts';
