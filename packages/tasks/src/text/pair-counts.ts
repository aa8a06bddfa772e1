import type { Pair } from './merge-pair.ts';

/** A word of a text, as the symbols that it is made of so far. */
export interface CountedWord {
  symbols: readonly string[];
  /** How often the text has it. */
  readonly count: number;
}

/** A pair of symbols, how often it comes, and in which words. */
interface CountedPair {
  readonly pair: Pair;
  readonly key: string;
  count: number;
  readonly words: Set<CountedWord>;
}

/** Pairs of symbols side by side in words, which come and go. */
export interface PairCounts {
  /** Counts the pairs of a word. */
  add(word: CountedWord): void;
  /** Takes the pairs of a word back; its symbols must be those that it had when it was added. */
  remove(word: CountedWord): void;
  /** The pair that comes most often, of several the first in the order of UTF-16 code units; undefined where there is none. */
  mostFrequent(): Readonly<CountedPair> | undefined;
}

/** No pairs yet. Pairs are kept by their counts, so that the most frequent one is found without a look at the others. */
export function createPairCounts(): PairCounts {
  const pairs = new Map<string, CountedPair>();
  const byCount = new Map<number, Set<CountedPair>>();
  let highest = 0;

  const change = (word: CountedWord, sign: 1 | -1): void => {
    for (let i = 0; i + 1 < word.symbols.length; i++) {
      const pair: Pair = [word.symbols[i]!, word.symbols[i + 1]!];
      const key = pair.join(' ');
      const known = pairs.get(key) ?? { pair, key, count: 0, words: new Set() };
      byCount.get(known.count)?.delete(known);
      known.count += sign * word.count;
      if (sign === 1) known.words.add(word);
      else known.words.delete(word);
      if (known.count === 0) {
        pairs.delete(key);
        continue;
      }
      pairs.set(key, known);
      byCount.set(known.count, (byCount.get(known.count) ?? new Set()).add(known));
      highest = Math.max(highest, known.count);
    }
  };

  return {
    add: (word) => change(word, 1),
    remove: (word) => change(word, -1),
    mostFrequent() {
      while (highest > 0 && !byCount.get(highest)?.size) byCount.delete(highest--);
      return [...(byCount.get(highest) ?? [])].reduce<CountedPair | undefined>(
        (first, each) => (first === undefined || each.key < first.key ? each : first),
        undefined,
      );
    },
  };
}
