import { assertKnownKeys, InvalidArgumentError } from '@unsaturate/core';
import { countTokens, moreFrequent } from './frequency.ts';
import { checkedTokenization, eos, type Tokenization, tokenize, unk } from './tokenize.ts';

/**
 * The tokens a model knows and how a text becomes them: all that `encode` and `decode` need.
 *
 * Plain data, equal after a trip through JSON; it belongs into the checkpoint.
 */
export interface Vocabulary extends Tokenization {
  /** Token of every id, most frequent first, ties in the order of their UTF-16 code units. */
  readonly tokens: readonly string[];
}

/** Which tokens a vocabulary holds. */
export interface VocabularyLimits {
  /** Most tokens to keep, `<unk>` and `<eos>` included; an integer >= 3. Default: no limit. */
  readonly maxSize?: number | undefined;
  /** Fewest occurrences of a token to keep, an integer >= 1. Default 1. */
  readonly minCount?: number | undefined;
}

const optionKeys = ['level', 'format', 'lowerCase', 'maxSize', 'minCount'];

/**
 * Builds the vocabulary of a text: its tokens by falling frequency.
 *
 * A word vocabulary always holds `<unk>` and `<eos>`. A character vocabulary holds `<unk>` only if the limits leave a
 * character out. What `<unk>` replaces counts as its frequency.
 *
 * @param text - The training text, with `\n` as line end.
 * @throws {@link InvalidArgumentError} for an unknown level or format, or limits out of range.
 *
 * @example
 * ```ts
 * buildVocabulary('a rose is a rose\n', { level: 'word', format: 'mikolov', lowerCase: false, minCount: 2 }).tokens
 * // => ['a', 'rose', '<eos>', '<unk>']
 * ```
 */
export function buildVocabulary(text: string, options: Tokenization & VocabularyLimits): Vocabulary {
  const where = 'buildVocabulary';
  assertKnownKeys(where, 'options', options, optionKeys);
  const { level, format, lowerCase } = checkedTokenization(where, options);
  const maxSize = checkedLimit(where, 'maxSize', options.maxSize ?? Infinity, 3);
  const minCount = checkedLimit(where, 'minCount', options.minCount ?? 1, 1);

  const counts = countTokens(tokenize(text, options));
  const complete = counts.size <= maxSize && Array.from(counts.values()).every((count) => count >= minCount);
  const always = level === 'word' ? [unk, eos] : complete ? [] : [unk];
  const candidates = Array.from(counts).filter(
    ([token, count]) => count >= minCount && !always.includes(token),
  );
  const kept = new Map(candidates.toSorted(moreFrequent).slice(0, maxSize - always.length));
  if (always.includes(eos)) kept.set(eos, counts.get(eos) ?? 0);
  if (always.includes(unk)) kept.set(unk, total(counts) - total(kept));
  const tokens = Array.from(kept)
    .toSorted(moreFrequent)
    .map(([token]) => token);
  return { level, format, lowerCase, tokens };
}

function total(counts: ReadonlyMap<string, number>): number {
  return Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
}

function checkedLimit(where: string, argument: string, value: number, least: number): number {
  if (value !== Infinity && !(Number.isInteger(value) && value >= least)) {
    const rule = `be an integer of at least ${least}`;
    throw new InvalidArgumentError({ where, argument, value, rule });
  }
  return value;
}
