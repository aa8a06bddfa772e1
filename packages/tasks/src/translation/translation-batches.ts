import { InvalidArgumentError, type Words } from '@unsaturate/core';
import type { FixedSource, StreamedSource } from '../streams/batch-stream.ts';
import { cut, shuffledByLength } from '../streams/by-length.ts';
import { assertInteger, assertKey } from '../streams/checks.ts';

/** A sentence and its translation as ids, without `<eos>`. */
export interface SentencePair {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/** Sentences to be translated, of one length or nearly so. */
export interface SourceBatch {
  /** Words, `<eos>` after the last and to the end; row-major [batchSize, sourceSteps]. */
  readonly sources: Int32Array;
  /** 1 up to the first `<eos>` of a row, 0 after it; row-major [batchSize, sourceSteps]. */
  readonly sourceMask: Float32Array;
  readonly batchSize: number;
  readonly sourceSteps: number;
}

/** Sentences with their translations. */
export interface TranslationBatch extends SourceBatch {
  /** The word before each target, `<eos>` before the first; row-major [batchSize, timeSteps]. */
  readonly inputs: Int32Array;
  /** Words of the translations, `<eos>` after the last and to the end; row-major [batchSize, timeSteps]. */
  readonly targets: Int32Array;
  /** 1 up to the first `<eos>` of a row, 0 after it; row-major [batchSize, timeSteps]. */
  readonly weights: Float32Array;
  readonly timeSteps: number;
}

/** How sentences are laid out. */
export interface SourceBatchOptions {
  /** Id of `<eos>` in both languages. */
  readonly end: number;
  /** `sourceSteps` is a multiple of this: the fewer lengths there are, the fewer shapes are compiled. */
  readonly sourceMultiple: number;
}

/** How pairs are laid out, and how many of them are a batch. */
export interface TranslationBatchOptions extends SourceBatchOptions {
  readonly batchSize: number;
}

/**
 * Batches for training: all pairs once an epoch, sorted by the length of the sources in multiples of `sourceMultiple` and
 * then by that of the translations, ties in a new order every epoch; cut into batches, and these shuffled. So the sentences
 * of a batch are of nearly one length, and little of it is empty. The last of the longest may be fewer.
 *
 * @param key - Batch `index` of epoch `epoch` depends on these three alone; drawn from `fold(key, 3)`.
 * @throws {@link InvalidArgumentError} for no pairs, a batch size or a multiple that is not an integer >= 1, an `end` that is
 * not one >= 0, and a key that is none; `batch` for an index or an epoch out of range.
 *
 * @example
 * ```ts
 * translationBatches(pairs, { batchSize: 64, end: 0, sourceMultiple: 8, key: [7, 0] }).batch(0, 0).sourceSteps // => 16
 * ```
 */
export function translationBatches(
  pairs: readonly SentencePair[],
  { key, ...options }: TranslationBatchOptions & { readonly key: Words },
): StreamedSource<TranslationBatch> {
  const where = 'translationBatches';
  assertKey(where, key);
  checkPairs(where, pairs, options);
  const order = shuffledByLength(
    where,
    pairs.length,
    (a, b) => byLengths(pairs[a]!, pairs[b]!, options),
    options.batchSize,
    key,
  );
  return {
    batchesPerEpoch: order.batchesPerEpoch,
    batch: (index, epoch) =>
      batchOf(
        order.batch(index, epoch).map((n) => pairs[n]!),
        options,
      ),
  };
}

/**
 * Batches for evaluation: all pairs by length, the same every epoch.
 *
 * @throws {@link InvalidArgumentError} as {@link translationBatches}.
 */
export function translationEvaluationBatches(
  pairs: readonly SentencePair[],
  options: TranslationBatchOptions,
): FixedSource<TranslationBatch> {
  const where = 'translationEvaluationBatches';
  checkPairs(where, pairs, options);
  const batches = cut(
    pairs.toSorted((a, b) => byLengths(a, b, options)),
    options.batchSize,
  );
  return {
    batchesPerEpoch: batches.length,
    batch(index) {
      assertInteger(`${where}.batch`, 'index', index, 0, batches.length - 1);
      return batchOf(batches[index]!, options);
    },
  };
}

/**
 * Sentences without their translations, in the given order.
 *
 * @throws {@link InvalidArgumentError} for no sentences, a multiple that is not an integer >= 1 and an `end` that is not one >= 0.
 */
export function sourceBatch(sources: readonly Int32Array[], options: SourceBatchOptions): SourceBatch {
  const where = 'sourceBatch';
  checkLayout(where, options);
  if (sources.length === 0) throw nothingIn(where, 'sources', sources);
  const steps = sourceStepsOf(Math.max(...sources.map(({ length }) => length)), options);
  const { words, mask } = laidOut(sources, steps, options.end);
  return { sources: words, sourceMask: mask, batchSize: sources.length, sourceSteps: steps };
}

function batchOf(pairs: readonly SentencePair[], options: SourceBatchOptions): TranslationBatch {
  const targets = pairs.map(({ target }) => target);
  const timeSteps = Math.max(...targets.map(({ length }) => length)) + 1;
  const { words, mask } = laidOut(targets, timeSteps, options.end);
  const inputs = new Int32Array(words.length).fill(options.end);
  targets.forEach((target, row) => inputs.set(target, row * timeSteps + 1));
  const source = sourceBatch(
    pairs.map(({ source: each }) => each),
    options,
  );
  return { ...source, inputs, targets: words, weights: mask, timeSteps };
}

/** Sentences in rows, each with an end and filled up with ends, and where there is one. */
function laidOut(
  sentences: readonly Int32Array[],
  steps: number,
  end: number,
): { readonly words: Int32Array; readonly mask: Float32Array } {
  const words = new Int32Array(sentences.length * steps).fill(end);
  const mask = new Float32Array(words.length);
  sentences.forEach((sentence, row) => {
    words.set(sentence, row * steps);
    mask.fill(1, row * steps, row * steps + sentence.length + 1);
  });
  return { words, mask };
}

/** Steps that hold so many words and an end. */
function sourceStepsOf(words: number, { sourceMultiple }: SourceBatchOptions): number {
  return Math.ceil((words + 1) / sourceMultiple) * sourceMultiple;
}

function byLengths(a: SentencePair, b: SentencePair, options: SourceBatchOptions): number {
  const steps = ({ source }: SentencePair): number => sourceStepsOf(source.length, options);
  return steps(a) - steps(b) || a.target.length - b.target.length;
}

function checkPairs(where: string, pairs: readonly SentencePair[], options: TranslationBatchOptions): void {
  checkLayout(where, options);
  assertInteger(where, 'batchSize', options.batchSize, 1);
  if (pairs.length === 0) throw nothingIn(where, 'pairs', pairs);
}

function checkLayout(where: string, { end, sourceMultiple }: SourceBatchOptions): void {
  assertInteger(where, 'end', end, 0);
  assertInteger(where, 'sourceMultiple', sourceMultiple, 1);
}

function nothingIn(where: string, argument: string, value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({ where, argument, value, rule: 'have at least one sentence' });
}
