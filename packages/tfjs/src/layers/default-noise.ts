import { createNoiseStream, type NoiseStream, type Words } from '@unsaturate/core';

const stream: NoiseStream = createNoiseStream(Math.floor(Math.random() * 2 ** 53));

/**
 * The noise stream of every layer that was given none: one for the whole process, begun at random.
 *
 * Layers draw in the order in which they are called. Copy its key and next number into a checkpoint, and assign them
 * back to go on from there.
 */
export function defaultNoise(): NoiseStream {
  return stream;
}

/**
 * Restarts {@link defaultNoise}: the same seed, model and data give the same training run.
 *
 * @param seed - As for `createNoiseStream` of @unsaturate/core.
 * @throws InvalidArgumentError if the seed is out of range.
 *
 * @example
 * ```ts
 * seedNoise(7);
 * await model.fit(xs, ys);
 * ```
 */
export function seedNoise(seed: number | Words): void {
  Object.assign(stream, createNoiseStream(seed));
}
