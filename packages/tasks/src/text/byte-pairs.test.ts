import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnBytePairs } from './byte-pairs.ts';
import { bytePairEncoder, decodeBytePairs } from './encode-byte-pairs.ts';
import { mergePair, type Pair, symbolsOf } from './merge-pair.ts';

const times = (count: number, word: string): string => `${word} `.repeat(count);
/** The text of Sennrich et al. 2016, algorithm 1. */
const text = [times(5, 'low'), times(2, 'lower'), times(6, 'newest'), times(3, 'widest')];

/** Algorithm 1 as it is printed: all pairs counted again for every merge. */
function recounted(lines: readonly string[], merges: number): Pair[] {
  let words = lines.flatMap((line) => line.split(' ').filter((word) => word !== '')).map(symbolsOf);
  const learned: Pair[] = [];
  while (learned.length < merges) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const key = `${word[i - 1]} ${word[i]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    const [best] = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    if (best === undefined || best[1] < 2) break;
    const pair = best[0].split(' ') as unknown as Pair;
    learned.push(pair);
    words = words.map((word) => mergePair(word, pair));
  }
  return learned;
}

describe('learnBytePairs', () => {
  it('merges what comes most often: the example of Sennrich et al. 2016', () => {
    // e s (9 times, before s t</w>), es t</w> (9), l o (7), e w (6, before n e and w est</w>)
    expect(learnBytePairs(text, 4).merges).toEqual([
      ['e', 's'],
      ['es', 't</w>'],
      ['l', 'o'],
      ['e', 'w'],
    ]);
  });

  it('is algorithm 1, whatever the text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });
    const lines = fc.array(
      fc.array(word, { minLength: 1 }).map((words) => words.join(' ')),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(lines, fc.nat({ max: 15 }), (given, merges) => {
        expect(learnBytePairs(given, merges).merges).toEqual(recounted(given, merges));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('knows characters inside words and at their end, and what was merged, as plain data', () => {
    const vocabulary = learnBytePairs(['ab ab'], 6);
    expect(vocabulary.tokens).toEqual(['<eos>', '<unk>', 'a', 'a</w>', 'b', 'b</w>', 'ab</w>']);
    expect(JSON.parse(JSON.stringify(vocabulary))).toEqual(vocabulary);
  });

  it('refuses a text without words', () => {
    expect(() => learnBytePairs([' '], 3)).toThrow(
      'learnBytePairs: lines must have at least one word, got [" "].',
    );
    expect(() => learnBytePairs(text, -1)).toThrow(InvalidArgumentError);
  });
});

describe('bytePairEncoder and decodeBytePairs', () => {
  it('cut a new word into symbols that are known', () => {
    const vocabulary = learnBytePairs(text, 10);
    const ids = bytePairEncoder(vocabulary).encode('lowest');
    expect([...ids].map((id) => vocabulary.tokens[id])).toEqual(['lo', 'w', 'est</w>']);
    expect(decodeBytePairs(vocabulary, ids)).toBe('lowest');
  });

  it('are inverse to each other on words of known characters', () => {
    const vocabulary = learnBytePairs(text, 8);
    const { encode } = bytePairEncoder(vocabulary);
    const word = fc.string({
      unit: fc.constantFrom(...Array.from('lowernstid')),
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(decodeBytePairs(vocabulary, encode(words.join(' ')))).toBe(words.join(' '));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('replace an unknown character, leave out <eos>, and name an id that there is not', () => {
    const vocabulary = learnBytePairs(text, 10);
    const ids = bytePairEncoder(vocabulary).encode('low ö');
    expect(decodeBytePairs(vocabulary, [...ids, 0])).toBe('low <unk>');
    expect(() => decodeBytePairs(vocabulary, [0, 999])).toThrow(/ids\[1\] must be an id from 0 to/);
  });
});
