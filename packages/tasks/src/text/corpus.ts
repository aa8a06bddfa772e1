import { assertKnownKeys } from '@unsaturate/core';
import { encode } from './encode.ts';
import type { TextParts } from './split-text.ts';
import type { TextFormat, TextLevel } from './tokenize.ts';
import { buildVocabulary, type Vocabulary, type VocabularyLimits } from './vocabulary.ts';

/** The text to learn from, to choose by, and to report on. */
export interface Corpus extends TextParts {
  /** Name for people: `moby-dick`, or the file's or folder's name. */
  readonly name: string;
  readonly format: TextFormat;
}

/** As what tokens a corpus is read. */
export interface EncodingOptions extends VocabularyLimits {
  readonly level: TextLevel;
  /** Whether the text is put into lower case. Default false. */
  readonly lowerCase?: boolean | undefined;
}

/** A corpus as token ids. */
export interface EncodedCorpus {
  /** Name for people: `moby-dick`, or the file's or folder's name. */
  readonly name: string;
  readonly vocabulary: Vocabulary;
  /** Token ids, `[tokens]`. */
  readonly train: Int32Array;
  /** Token ids, `[tokens]`. */
  readonly validation: Int32Array;
  /** Token ids, `[tokens]`. */
  readonly test: Int32Array;
}

/** Keys of {@link EncodingOptions}. */
export const encodingKeys: readonly string[] = ['level', 'lowerCase', 'maxSize', 'minCount'];

/**
 * Builds the vocabulary of a corpus and encodes its three parts.
 *
 * Words are those of the training part, as usual for word-level models; other words are `<unk>`. Characters are those
 * of the whole text, as usual for character-level models, so that every character has an id.
 *
 * @throws InvalidArgumentError for an unknown option or level, or limits out of range.
 *
 * @example
 * ```ts
 * encodeCorpus({ name: 'rose', format: 'prose', ...splitText(text) }, { level: 'word', maxSize: 8000 })
 * ```
 */
export function encodeCorpus(corpus: Corpus, options: EncodingOptions): EncodedCorpus {
  assertKnownKeys('encodeCorpus', 'options', options, encodingKeys);
  const { name, format, train, validation, test } = corpus;
  const { level, lowerCase = false, maxSize, minCount } = options;
  const counted = level === 'character' ? train + validation + test : train;
  const vocabulary = buildVocabulary(counted, { level, format, lowerCase, maxSize, minCount });
  return {
    name,
    vocabulary,
    train: encode(vocabulary, train),
    validation: encode(vocabulary, validation),
    test: encode(vocabulary, test),
  };
}
