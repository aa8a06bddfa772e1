import { InvalidArgumentError, type Words } from '@unsaturate/core';
import type { FixedSource, StreamedSource } from '../streams/batch-stream.ts';
import { cut, shuffledByLength } from '../streams/by-length.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { encode } from '../text/encode.ts';
import { eos } from '../text/tokenize.ts';
import { buildVocabulary, type Vocabulary } from '../text/vocabulary.ts';
import { type CaptionedImage, type FeatureMaps, featuresOf } from './captioned-images.ts';

/** Captions of images with the features of the images, some of one length or nearly so. */
export interface CaptionBatch {
  /** Row-major [batchSize, positions, channels]. */
  readonly features: Float32Array;
  /** Number of the image of each caption, [batchSize]. */
  readonly images: Int32Array;
  /** The word before each target, `<eos>` before the first; row-major [batchSize, timeSteps]. */
  readonly inputs: Int32Array;
  /** The words, `<eos>` after the last and to the end; row-major [batchSize, timeSteps]. */
  readonly targets: Int32Array;
  /** 1 up to the first `<eos>` of a row, 0 after it; row-major [batchSize, timeSteps]. */
  readonly weights: Float32Array;
  readonly batchSize: number;
  readonly timeSteps: number;
}

/** What captions are made of, and how many of them are a batch. */
export interface CaptionBatchOptions {
  readonly features: FeatureMaps;
  readonly vocabulary: Vocabulary;
  readonly batchSize: number;
}

/** A caption as ids. */
interface EncodedCaption {
  readonly image: number;
  /** Words and the `<eos>` after them. */
  readonly ids: Int32Array;
}

/**
 * The words of captions that come at least `minCount` times, with `<unk>` for the others and `<eos>`.
 *
 * @throws {@link InvalidArgumentError} for a count that is not an integer >= 1.
 */
export function captionVocabulary(images: readonly CaptionedImage[], minCount: number): Vocabulary {
  const text = images.flatMap(({ captions }) => captions.map((caption) => `${caption}\n`)).join('');
  return buildVocabulary(text, { level: 'word', format: 'mikolov', lowerCase: true, minCount });
}

/**
 * Batches for training: all captions once an epoch, sorted by length with ties in a new order every epoch, cut into
 * batches, and these shuffled. So nearly every batch has captions of one length, as in Xu et al. 2015; where
 * two lengths meet the shorter ones are filled up, with weight 0. The last of the longest may be fewer.
 *
 * @param key - Batch `index` of epoch `epoch` depends on these three alone; drawn from `fold(key, 3)`.
 * @throws {@link InvalidArgumentError} for no captions, a batch size that is not an integer >= 1, and a key that is none;
 * `batch` for an index or an epoch out of range.
 *
 * @example
 * ```ts
 * const { features, train } = await readFlickr8k('data/flickr8k');
 * const vocabulary = captionVocabulary(train, 5);
 * captionBatches(train, { features, vocabulary, batchSize: 60, key: [7, 0] }).batchesPerEpoch // => 500
 * ```
 */
export function captionBatches(
  images: readonly CaptionedImage[],
  { key, ...options }: CaptionBatchOptions & { readonly key: Words },
): StreamedSource<CaptionBatch> {
  const where = 'captionBatches';
  assertKey(where, key);
  const captions = checkedCaptions(where, images, options);
  const lengthOf = (n: number): number => captions[n]!.ids.length;
  const byLength = (a: number, b: number): number => lengthOf(a) - lengthOf(b);
  const order = shuffledByLength(where, captions.length, byLength, options.batchSize, key);
  return {
    batchesPerEpoch: order.batchesPerEpoch,
    batch: (index, epoch) =>
      batchOf(
        order.batch(index, epoch).map((n) => captions[n]!),
        options,
      ),
  };
}

/**
 * Batches for evaluation: all captions by length, the same every epoch.
 *
 * @throws {@link InvalidArgumentError} as {@link captionBatches}.
 */
export function captionEvaluationBatches(
  images: readonly CaptionedImage[],
  options: CaptionBatchOptions,
): FixedSource<CaptionBatch> {
  const captions = checkedCaptions('captionEvaluationBatches', images, options);
  const batches = cut(
    captions.toSorted((a, b) => a.ids.length - b.ids.length),
    options.batchSize,
  );
  return {
    batchesPerEpoch: batches.length,
    batch(index) {
      assertInteger('captionEvaluationBatches.batch', 'index', index, 0, batches.length - 1);
      return batchOf(batches[index]!, options);
    },
  };
}

function checkedCaptions(
  where: string,
  images: readonly CaptionedImage[],
  { vocabulary, batchSize }: CaptionBatchOptions,
): EncodedCaption[] {
  assertInteger(where, 'batchSize', batchSize, 1);
  const captions = images.flatMap(({ image, captions: texts }) =>
    texts.map((text) => ({ image, ids: encode(vocabulary, `${text}\n`) })),
  );
  if (captions.length > 0) return captions;
  throw new InvalidArgumentError({
    where,
    argument: 'images',
    value: images,
    rule: 'have at least one caption',
  });
}

function batchOf(
  captions: readonly EncodedCaption[],
  { features, vocabulary }: CaptionBatchOptions,
): CaptionBatch {
  const end = vocabulary.tokens.indexOf(eos);
  const timeSteps = Math.max(...captions.map(({ ids }) => ids.length));
  const size = captions.length * timeSteps;
  const [inputs, targets] = [new Int32Array(size).fill(end), new Int32Array(size).fill(end)];
  const weights = new Float32Array(size);
  captions.forEach(({ ids }, row) => {
    const first = row * timeSteps;
    targets.set(ids, first);
    inputs.set(ids.subarray(0, -1), first + 1);
    weights.fill(1, first, first + ids.length);
  });
  const images = Int32Array.from(captions, ({ image }) => image);
  return {
    features: featuresOf(features, images),
    images,
    inputs,
    targets,
    weights,
    batchSize: captions.length,
    timeSteps,
  };
}
