import { InvalidArgumentError } from '@unsaturate/core';
import { type BytePairVocabulary, wordsOf } from './byte-pairs.ts';
import { mergePair, symbolsOf, wordEnd } from './merge-pair.ts';
import { eos, unk } from './tokenize.ts';

/** What {@link bytePairEncoder} gives. */
export interface BytePairEncoder {
  /** Ids of the symbols of a line, without `<eos>`. */
  readonly encode: (line: string) => Int32Array;
}

/**
 * Makes lines into ids by a byte-pair vocabulary: the merges of every word, in the order in which they were learned.
 * A symbol that the vocabulary does not have, of a character that its text did not have, is `<unk>`.
 *
 * Words are remembered, so that a text is quick to encode.
 *
 * @see Sennrich, Haddow and Birch 2016, section 3.2.
 *
 * @example
 * ```ts
 * const vocabulary = learnBytePairs(lines, 4000);
 * bytePairEncoder(vocabulary).encode('a small dog') // => Int32Array [2, 57, 31]
 * ```
 */
export function bytePairEncoder({ merges, tokens }: BytePairVocabulary): BytePairEncoder {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const ranks = new Map(merges.map((pair, rank) => [pair.join(' '), rank]));
  const unkId = ids.get(unk)!;
  const known = new Map<string, readonly number[]>();
  const idsOf = (word: string): readonly number[] => {
    const found =
      known.get(word) ?? mergeAll(symbolsOf(word), ranks).map((symbol) => ids.get(symbol) ?? unkId);
    known.set(word, found);
    return found;
  };
  return { encode: (line) => Int32Array.from(wordsOf(line).flatMap(idsOf)) };
}

/** Merges the pair that was learned first, until none is left. */
function mergeAll(word: readonly string[], ranks: ReadonlyMap<string, number>): readonly string[] {
  let symbols = word;
  for (;;) {
    let best = Infinity;
    let at = 0;
    for (let i = 0; i + 1 < symbols.length; i++) {
      const rank = ranks.get(`${symbols[i]} ${symbols[i + 1]}`) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }
    if (best === Infinity) return symbols;
    symbols = mergePair(symbols, [symbols[at]!, symbols[at + 1]!]);
  }
}

/**
 * Words of ids, separated by spaces; what ends without a `</w>` is a word too. `<eos>` is left out.
 *
 * @throws {@link InvalidArgumentError} for an id that the vocabulary does not have.
 *
 * @example
 * ```ts
 * decodeBytePairs(vocabulary, [2, 57, 31]) // => 'a small dog'
 * ```
 */
export function decodeBytePairs({ tokens }: BytePairVocabulary, ids: ArrayLike<number>): string {
  const symbols = Array.from(ids, (id, i) => {
    const token = tokens[id];
    if (token === undefined) {
      const rule = `be an id from 0 to ${tokens.length - 1}`;
      throw new InvalidArgumentError({ where: 'decodeBytePairs', argument: `ids[${i}]`, value: id, rule });
    }
    return token === eos ? '' : token;
  });
  return symbols.join('').replaceAll(wordEnd, ' ').trimEnd();
}
