import { InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';
import { countTokens } from './frequency.ts';
import { mergePair, type Pair, symbolsOf, wordEnd } from './merge-pair.ts';
import { type CountedWord, createPairCounts } from './pair-counts.ts';
import { eos, unk } from './tokenize.ts';

/**
 * Symbols between characters and words, and how words become them: all that `bytePairEncoder` needs.
 *
 * Plain data, equal after a trip through JSON; it belongs into the checkpoint.
 */
export interface BytePairVocabulary {
  /** Pairs of symbols that become one, in the order in which they were learned. */
  readonly merges: readonly Pair[];
  /** Symbol of every id: `<eos>`, `<unk>`, characters, what was merged. The last one of a word ends in `</w>`. */
  readonly tokens: readonly string[];
}

/**
 * Learns a vocabulary by byte-pair encoding: every word begins as its characters, and the pair of symbols that comes most
 * often in the text becomes one symbol, `merges` times. So frequent words are one symbol, and rare ones several.
 *
 * Of pairs that come equally often the first in the order of UTF-16 code units is taken. It ends early where no pair
 * comes twice.
 *
 * @param lines - The training text, words separated by white space.
 * @param merges - Most pairs to merge.
 * @throws {@link InvalidArgumentError} for a text without words and a number of merges that is not an integer >= 0.
 * @see Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", algorithm 1.
 *
 * @example
 * ```ts
 * learnBytePairs(['low low lower', 'low'], 2).merges // => [['l', 'o'], ['lo', 'w</w>']]
 * ```
 */
export function learnBytePairs(lines: readonly string[], merges: number): BytePairVocabulary {
  const where = 'learnBytePairs';
  assertInteger(where, 'merges', merges, 0);
  const counts = countTokens(lines.flatMap(wordsOf));
  if (counts.size === 0) {
    throw new InvalidArgumentError({
      where,
      argument: 'lines',
      value: lines,
      rule: 'have at least one word',
    });
  }
  const words = Array.from(counts, ([word, count]): CountedWord => ({ symbols: symbolsOf(word), count }));
  const pairs = createPairCounts();
  for (const word of words) pairs.add(word);
  const learned: Pair[] = [];
  while (learned.length < merges) {
    const best = pairs.mostFrequent();
    if (best === undefined || best.count < 2) break;
    learned.push(best.pair);
    const merged = [...best.words]; // best changes with its words
    for (const word of merged) {
      pairs.remove(word);
      word.symbols = mergePair(word.symbols, best.pair);
      pairs.add(word);
    }
  }
  const characters = [...new Set(Array.from(counts.keys()).join(''))].toSorted();
  const tokens = [
    ...characters.flatMap((character) => [character, character + wordEnd]),
    ...learned.map(([left, right]) => left + right),
  ];
  return { merges: learned, tokens: [eos, unk, ...tokens] };
}

/** Words of a line, separated by white space. */
export function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
