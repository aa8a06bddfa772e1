import { assertKnownKeys } from '@unsaturate/core';
import { encodeCorpus, type EncodedCorpus, encodingKeys, type EncodingOptions } from '../text/corpus.ts';
import { readCorpus } from './read-corpus.ts';

/** Which text to load, and as what tokens. */
export interface CorpusOptions extends EncodingOptions {
  /** A text file or a folder in Mikolov's format, see `readCorpus`. Default: Moby Dick. */
  readonly path?: string | undefined;
}

/**
 * Reads a corpus, builds its vocabulary and encodes its three parts, as `encodeCorpus` does.
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
  assertKnownKeys('loadCorpus', 'options', options, ['path', ...encodingKeys]);
  const { path, ...encoding } = options;
  return encodeCorpus(await readCorpus(path), encoding);
}
