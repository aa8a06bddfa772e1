import { InvalidArgumentError, type Words } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { fixed, streamed } from '../streams/batch-stream.ts';
import { imageBatches, type LabelledImages } from './image-batches.ts';

const key: Words = [7, 0];

/** Seven images of 1x2 pixels, which tell their own place: pixels [place, 51 place], label place. */
const images: LabelledImages = {
  pixels: Uint8Array.from({ length: 14 }, (_, e) => (e % 2 === 0 ? e / 2 : 51 * Math.min(5, (e - 1) / 2))),
  labels: Uint8Array.from({ length: 7 }, (_, place) => place),
  count: 7,
  height: 1,
  width: 2,
};

describe('imageBatches', () => {
  const batches = imageBatches(images, { key, batchSize: 2 });

  it('pairs the pixels of an image, as shares of 255, with its label', () => {
    const { inputs, targets, batchSize, features } = batches.batch(0);
    expect([batchSize, features]).toEqual([2, 2]);
    for (let row = 0; row < 2; row++) {
      const place = targets[row]!;
      expect(inputs[2 * row]).toBeCloseTo(place / 255, 7);
      expect(inputs[2 * row + 1]).toBeCloseTo(Math.min(5, place) / 5, 7);
    }
  });

  it('shows each image at most once an epoch, in another order every epoch', () => {
    expect(batches.batchesPerEpoch).toBe(3);
    const epoch = (n: number): number[] => [0, 1, 2].flatMap((k) => [...batches.batch(3 * n + k).targets]);
    const epochs = Array.from({ length: 40 }, (_, n) => epoch(n));
    for (const each of epochs) expect(new Set(each).size).toBe(6);
    expect(new Set(epochs.map(String)).size).toBeGreaterThan(30);
    expect(new Set(epochs.flat()).size).toBe(7); // what one epoch leaves out, others show
    const whole = imageBatches(images, { key, batchSize: 7 });
    expect(whole.batch(5).targets.toSorted()).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6));
  });

  it('gives equal batches for equal keys and numbers, in any order of asking', () => {
    const later = batches.batch(8);
    batches.batch(0);
    expect(batches.batch(8)).toEqual(later);
    expect(imageBatches(images, { key, batchSize: 2 }).batch(8)).toEqual(later);
    const all = (from: Words): number[] =>
      Array.from({ length: 9 }, (_, n) => imageBatches(images, { key: from, batchSize: 2 }).batch(n)).flatMap(
        ({ targets }) => [...targets],
      );
    expect(all([8, 0])).not.toEqual(all(key));
  });

  it('is cut into epochs and held fixed as other streams are', () => {
    expect(streamed(batches, 3).batch(1, 4)).toEqual(batches.batch(13));
    expect(fixed(batches, 3).batch(2)).toEqual(batches.batch(2));
  });

  it.each([
    [{}, { batchSize: 8 }, 'batchSize must be an integer from 1 to 7, got 8.'],
    [{}, { key: [0] as never }, 'key must be an array of two unsigned 32-bit integers, got [0].'],
    [{}, { size: 3 }, 'options must hold only key, batchSize, got "size".'],
    [{ labels: new Uint8Array(6) }, {}, 'images.labels must be a Uint8Array of 7 elements, got Uint8Array'],
    [{ width: 3 }, {}, 'images.pixels must be a Uint8Array of 21 elements, got Uint8Array of 14 elements.'],
    [{ count: 0 }, {}, 'images.count must be an integer of at least 1, got 0.'],
  ])('refuses images %o with options %o', (wrongImages, wrong, message) => {
    const act = (): unknown => imageBatches({ ...images, ...wrongImages }, { key, batchSize: 2, ...wrong });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`imageBatches: ${message}`);
    expect(() => imageBatches(undefined as never, { key, batchSize: 2 })).toThrow('images must be an object');
    expect(() => batches.batch(0.5)).toThrow('imageBatches.batch: n must be an integer of at least 0');
  });
});
