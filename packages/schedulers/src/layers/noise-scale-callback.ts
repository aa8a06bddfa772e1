import type * as tf from '@tensorflow/tfjs-layers';
import { InvalidArgumentError } from '../errors.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type CallbackOptions, follow } from './follow.ts';

/** Anything whose noise scale c can be set, such as a noisy layer. */
export interface NoiseScaled {
  noiseScale: number;
}

/**
 * Anneals noise during `model.fit`: `layer.noiseScale = schedule(step)` for every layer, before each update or epoch.
 *
 * Updates are counted over all calls of `fit` that are given the same callback; a new callback starts at 0, and
 * `(step) => schedule(step + done)` goes on after `done` updates. Epochs are those of `fit`, `initialEpoch` included.
 *
 * @param layers - Objects with a number `noiseScale`, at least one.
 * @param schedule - The noise scale c over the steps.
 * @returns For the `callbacks` of `fit` and `fitDataset`.
 * @throws {@link InvalidArgumentError} if there is no layer, or one has no such property; during `fit`, if the value of the
 * schedule is not finite.
 *
 * @example
 * ```ts
 * const anneal = inverseSqrt({ initial: 30, floor: 0.5, period: 200 });
 * await model.fit(x, y, { callbacks: noiseScaleCallback([layer], anneal) });
 * ```
 */
export function noiseScaleCallback(
  layers: readonly NoiseScaled[],
  schedule: Schedule,
  options: CallbackOptions = {},
): tf.CustomCallbackArgs {
  const where = 'noiseScaleCallback';
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new InvalidArgumentError({
      where,
      argument: 'layers',
      value: layers,
      rule: 'be an array, not empty',
    });
  }
  layers.forEach((layer: NoiseScaled | undefined, i) => {
    const value = layer?.noiseScale;
    if (Number.isFinite(value)) return;
    const [argument, rule] = [`layers[${i}].noiseScale`, 'be a finite number'];
    const advice = 'Of a wrapper such as bidirectional, pass the layer inside the wrapper.';
    throw new InvalidArgumentError({ where, argument, value, rule, advice });
  });
  return follow(where, schedule, options, (value) => {
    for (const layer of layers) layer.noiseScale = value;
  });
}
