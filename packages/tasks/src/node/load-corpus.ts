import { assertKnownKeys } from '@unsaturate/core';
import { encode } from '../text/encode.ts';
import type { TextLevel } from '../text/tokenize.ts';
import { buildVocabulary, type Vocabulary, type VocabularyLimits } from '../text/vocabulary.ts';
import { readCorpus } from './read-corpus.ts';

/** Which text to load, and as what tokens. */
export interface CorpusOptions extends VocabularyLimits {
  /** A text file or a folder in Mikolov's format, see `readCorpus`. Default: Moby Dick. */
  readonly path?: string | undefined;
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

/**
 * Reads a corpus, builds its vocabulary and encodes its three parts.
 *
 * Words are those of the training part, as usual for word-level models; other words are `<unk>`. Characters are those
 * of the whole text, as usual for character-level models, so that every character has an id.
 *
 * @throws TextFileError, CorpusFolderError for a path that cannot be used.
 * @throws InvalidArgumentError for an unknown option or level, or limits out of range.
 *
 * @example
 * ```ts
 * const { vocabulary, train } = await loadCorpus({ level: 'word', maxSize: 8000 });
 * ```
 */
export async function loadCorpus(options: CorpusOptions): Promise<EncodedCorpus> {
  const optionKeys = ['path', 'level', 'lowerCase', 'maxSize', 'minCount'];
  assertKnownKeys('loadCorpus', 'options', options, optionKeys);
  const { path, level, lowerCase = false, maxSize, minCount } = options;
  const { name, format, train, validation, test } = await readCorpus(path);
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
