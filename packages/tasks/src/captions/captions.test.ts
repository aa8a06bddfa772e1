import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { captionBatches, captionEvaluationBatches, captionVocabulary } from './caption-batches.ts';
import { type CaptionedImage, captionText, featuresOf } from './captioned-images.ts';

const features = {
  bytes: Uint8Array.from({ length: 3 * 2 * 2 }, (_, i) => 120 + i),
  positions: 2,
  scale: [1, 0.5],
};
const images: CaptionedImage[] = [
  { image: 2, captions: ['a dog runs', 'a dog', 'a brown dog runs fast'] },
  { image: 0, captions: ['a cat', 'the cat sleeps', 'a cat sleeps here'] },
];
const vocabulary = captionVocabulary(images, 2);
const options = { features, vocabulary, batchSize: 2 };

describe('captionText', () => {
  it('is lower case without marks, but with what belongs to words', () => {
    expect(captionText("Two dogs ' tails , wet ; they do n't  mind the T-shirt . \" 3 !")).toBe(
      "two dogs tails wet they do n't mind the t-shirt 3",
    );
  });
});

describe('captionVocabulary', () => {
  it('has the words that come often enough, the end and a word for the others', () => {
    expect(new Set(vocabulary.tokens)).toEqual(
      new Set(['a', 'cat', 'dog', 'runs', 'sleeps', '<eos>', '<unk>']),
    );
  });
});

describe('featuresOf', () => {
  it('scales the bytes of each channel, image by image', () => {
    expect([...featuresOf(features, [2, 0])]).toEqual([0, 0.5, 2, 1.5, -8, -3.5, -6, -2.5]);
  });
});

describe('captionEvaluationBatches', () => {
  it('has every caption by length, the end after it and before it, weighed up to the end', () => {
    const source = captionEvaluationBatches(images, options);
    expect(source.batchesPerEpoch).toBe(3);
    const batch = source.batch(2);
    const say = (ids: Int32Array): string => Array.from(ids, (id) => vocabulary.tokens[id]).join(' ');
    expect(say(batch.inputs)).toBe('<eos> a cat sleeps <unk> <eos> <eos> a <unk> dog runs <unk>');
    expect(say(batch.targets)).toBe('a cat sleeps <unk> <eos> <eos> a <unk> dog runs <unk> <eos>');
    expect([...batch.weights]).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    expect([batch.batchSize, batch.timeSteps, ...batch.images]).toEqual([2, 6, 0, 2]);
    expect(batch.features).toEqual(featuresOf(features, [0, 2]));
    expect(() => source.batch(3)).toThrow('index must be an integer from 0 to 2, got 3.');
  });
});

describe('captionBatches', () => {
  const many: CaptionedImage[] = Array.from({ length: 40 }, (_, image) => ({
    image: image % 3,
    captions: [Array.from({ length: 1 + (image % 4) }, () => 'a').join(' ')],
  }));
  const source = captionBatches(many, { ...options, batchSize: 4, key: [7, 0] });
  const epoch = (n: number) => Array.from({ length: source.batchesPerEpoch }, (_, i) => source.batch(i, n));

  it('has every caption once an epoch, those of one length together', () => {
    const batches = epoch(0);
    expect(batches).toHaveLength(10);
    const counts = [0, 1, 2].map((image) =>
      batches.flatMap((batch) => [...batch.images]).filter((each) => each === image),
    );
    expect(counts.map(({ length }) => length)).toEqual([14, 13, 13]);
    // 10 captions of each length in batches of 4: no more than 2 lengths in one
    const padded = batches.filter(({ weights }) => weights.includes(0));
    expect(padded).toHaveLength(2);
  });

  it('is the same for the same epoch in any order, and another for another epoch or key', () => {
    const [first, second] = [epoch(0), epoch(1)];
    expect(source.batch(3, 0)).toEqual(first[3]);
    expect(second).not.toEqual(first);
    const other = captionBatches(many, { ...options, batchSize: 4, key: [8, 0] });
    expect(other.batch(0, 0)).not.toEqual(first[0]);
    const order = (batches: typeof first): string => batches.map(({ timeSteps }) => timeSteps).join(' ');
    expect(order(second)).not.toBe(order(first));
  });

  it('keeps what is left over as a smaller batch', () => {
    const uneven = captionBatches(many.slice(0, 10), { ...options, batchSize: 4, key: [7, 0] });
    const sizes = [0, 1, 2].map((index) => uneven.batch(index, 5).batchSize);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([2, 4, 4]);
  });

  it('names what is wrong', () => {
    expect(() => captionBatches([], { ...options, key: [7, 0] })).toThrow(
      'captionBatches: images must have at least one caption, got [].',
    );
    expect(() => captionBatches(images, { ...options, batchSize: 0, key: [7, 0] })).toThrow(
      InvalidArgumentError,
    );
    expect(() => captionBatches(images, { ...options, key: 7 as never })).toThrow(
      'captionBatches: key must be',
    );
    expect(() => source.batch(10, 0)).toThrow('index must be an integer from 0 to 9, got 10.');
    expect(() => source.batch(0, undefined as never)).toThrow('epoch must be an integer of at least 0');
  });
});
