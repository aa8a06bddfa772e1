import { assertKnownKeys, assertObject, InvalidArgumentError, type Words } from '@unsaturate/core';
import type { LabelledBatch } from '../labelled-batch.ts';
import type { BatchStream } from '../streams/batch-stream.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { drawOrder } from '../streams/draws.ts';

/** Grey images with a class each, as files hold them. */
export interface LabelledImages {
  /** Brightness from 0 to 255, row-major `[count, height, width]`. */
  readonly pixels: Uint8Array;
  /** Class of each image, from 0, `[count]`. */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** How {@link imageBatches} are drawn. */
export interface ImageBatchOptions {
  /** Orders come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Images of a batch, an integer from 1 to their number. */
  readonly batchSize: number;
}

/** A stream that comes to its data again after every epoch. */
export interface EpochStream<Batch> extends BatchStream<Batch> {
  readonly batchesPerEpoch: number;
}

/**
 * Images in batches, in another random order every epoch: batch n has the places `k B` to `k B + B - 1` of the order of
 * epoch `floor(n / E)`, k = n mod E, where B is the batch size and `E = floor(count / B)`.
 *
 *     inputs = pixels / 255,   targets = labels
 *
 * The last count mod B places of an order stay unread in its epoch. For evaluation take a batch size that divides the
 * count, and the first E batches.
 *
 * @throws {@link InvalidArgumentError} for images whose pixels or labels are not as many as their sizes say, options out of range, and a batch number that is no integer >= 0.
 *
 * @example
 * ```ts
 * const { train, test } = await readMnist('data/mnist');
 * const batches = imageBatches(train, { key: [7, 0], batchSize: 100 });
 * const training = streamed(batches, batches.batchesPerEpoch); // 600 batches an epoch
 * const evaluation = fixed(imageBatches(test, { key: [0, 0], batchSize: 1000 }), 10);
 * ```
 */
export function imageBatches(images: LabelledImages, options: ImageBatchOptions): EpochStream<LabelledBatch> {
  const where = 'imageBatches';
  assertKnownKeys(where, 'options', options, ['key', 'batchSize']);
  const { key, batchSize } = options;
  checkImages(where, images);
  assertKey(where, key);
  assertInteger(where, 'batchSize', batchSize, 1, images.count);
  const batchesPerEpoch = Math.floor(images.count / batchSize);
  const orderOf = lastOne((epoch) => drawOrder(key, epoch, images.count));
  return {
    batchesPerEpoch,
    batch(n) {
      assertInteger(`${where}.batch`, 'n', n, 0);
      const first = (n % batchesPerEpoch) * batchSize;
      const order = orderOf(Math.floor(n / batchesPerEpoch));
      return gather(images, order.subarray(first, first + batchSize));
    },
  };
}

function gather({ pixels, labels, height, width }: LabelledImages, places: ArrayLike<number>): LabelledBatch {
  const features = height * width;
  const batchSize = places.length;
  const inputs = new Float32Array(batchSize * features);
  const targets = new Int32Array(batchSize);
  for (let row = 0; row < batchSize; row++) {
    const place = places[row]!;
    targets[row] = labels[place]!;
    for (let k = 0; k < features; k++) inputs[row * features + k] = pixels[place * features + k]! / 255;
  }
  return { inputs, targets, batchSize, features };
}

/** Remembers what a function gave for its last argument: batches of one epoch follow each other. */
function lastOne<Value>(of: (argument: number) => Value): (argument: number) => Value {
  let last: { readonly argument: number; readonly value: Value } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, value: of(argument) };
    return last.value;
  };
}

function checkImages(where: string, images: LabelledImages): void {
  assertObject(where, 'images', images);
  const { pixels, labels, count, height, width } = images;
  for (const [name, size] of Object.entries({ count, height, width })) {
    assertInteger(where, `images.${name}`, size, 1);
  }
  checkLength(where, 'images.pixels', pixels, count * height * width);
  checkLength(where, 'images.labels', labels, count);
}

function checkLength(where: string, argument: string, value: unknown, length: number): void {
  if (value instanceof Uint8Array && value.length === length) return;
  throw new InvalidArgumentError({ where, argument, value, rule: `be a Uint8Array of ${length} elements` });
}
