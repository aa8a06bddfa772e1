import { InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';
import { countTokens } from './frequency.ts';
import { mergePair, type Pair, symbolsOf, wordEnd } from './merge-pair.ts';
import { eos, unk } from './tokenize.ts';

/**
 * Symbols between characters and words, and how words become them: all that {@link encodeBytePairs} needs.
 *
 * Plain data, equal after a trip through JSON; it belongs into the checkpoint.
 */
export interface BytePairVocabulary {
  /** Pairs of symbols that become one, in the order in which they were learned. */
  readonly merges: readonly Pair[];
  /** Symbol of every id: `<eos>`, `<unk>`, characters, what was merged. The last one of a word ends in `</w>`. */
  readonly tokens: readonly string[];
}

/** A word of the text, as the symbols that it is made of so far. */
interface CountedWord {
  symbols: readonly string[];
  readonly count: number;
}

/** How often a pair comes, and in which words. */
interface PairCount {
  readonly pair: Pair;
  count: number;
  readonly words: Set<CountedWord>;
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
  const pairs = new Map<string, PairCount>();
  for (const word of words) addPairs(pairs, word, 1);
  const learned: Pair[] = [];
  while (learned.length < merges) {
    const best = mostFrequent(pairs);
    if (best === undefined || best.count < 2) break;
    learned.push(best.pair);
    for (const word of [...best.words]) {
      addPairs(pairs, word, -1);
      word.symbols = mergePair(word.symbols, best.pair);
      addPairs(pairs, word, 1);
    }
  }
  const characters = [...new Set(Array.from(counts.keys()).join(''))].toSorted();
  const tokens = [
    ...characters.flatMap((character) => [character, character + wordEnd]),
    ...learned.map(([left, right]) => left + right),
  ];
  return { merges: learned, tokens: [eos, unk, ...tokens] };
}

/** Counts the pairs of a word, or takes them back where `sign` is -1. */
function addPairs(pairs: Map<string, PairCount>, word: CountedWord, sign: 1 | -1): void {
  for (let i = 0; i + 1 < word.symbols.length; i++) {
    const pair: Pair = [word.symbols[i]!, word.symbols[i + 1]!];
    const key = pair.join(' ');
    const known = pairs.get(key) ?? { pair, count: 0, words: new Set() };
    known.count += sign * word.count;
    if (sign === 1) known.words.add(word);
    else known.words.delete(word);
    if (known.count === 0) pairs.delete(key);
    else pairs.set(key, known);
  }
}

function mostFrequent(pairs: ReadonlyMap<string, PairCount>): PairCount | undefined {
  let best: readonly [string, PairCount] | undefined;
  for (const entry of pairs) {
    const [key, { count }] = entry;
    if (best === undefined || count > best[1].count || (count === best[1].count && key < best[0]))
      best = entry;
  }
  return best?.[1];
}

/** Words of a line, separated by white space. */
export function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}
