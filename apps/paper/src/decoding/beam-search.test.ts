import { describe, expect, it } from 'vitest';
import { beamSearch, type BeamOptions, type Decoder } from './beam-search.ts';

const end = 0;
const vocabulary = 4;

/** Probability of each word after some words; the state holds what each row has said. */
type Language = (said: readonly number[], sequence: number) => readonly number[];

function decoderOf(language: Language, width: number): Decoder<readonly (readonly number[])[]> {
  return {
    async step(state, from, words) {
      const said = Array.from(from, (row, at) =>
        state[row] === undefined ? [] : [...state[row], words[at]!],
      );
      const logProbs = said.flatMap((each, row) =>
        // the first word is the end of nothing
        language(each.slice(1), Math.floor(row / width)).map(Math.log),
      );
      return { logProbs: Float32Array.from(logProbs), state: said };
    },
  };
}

async function search(language: Language, options: Partial<BeamOptions> = {}): Promise<number[][]> {
  const all = { sequences: 1, width: 2, maxLength: 5, end, lengthPower: 0, never: [], ...options };
  const start = Array.from({ length: all.sequences * all.width }, (): number[] => []);
  return (await beamSearch(decoderOf(language, all.width), start, all)).sentences;
}

/** 1 is the likelier beginning, but 2 goes on with certainty. */
const garden: Language = (said) => {
  if (said.length === 0) return [0, 0.6, 0.4, 0];
  if (said.length > 1) return [1, 0, 0, 0];
  return said[0] === 1 ? [0.1, 0.3, 0.3, 0.3] : [0, 0, 0, 1];
};

/** The best of all sequences, one after the other. */
function exhaustive(language: Language, maxLength: number, sequence: number): number[] {
  let best: { readonly words: readonly number[]; readonly p: number } = { words: [], p: 0 };
  const visit = (words: readonly number[], p: number): void => {
    const next = language(words, sequence);
    if (p * next[end]! > best.p) best = { words, p: p * next[end]! };
    if (words.length + 1 === maxLength) return;
    for (let word = 1; word < vocabulary; word++) visit([...words, word], p * next[word]!);
  };
  visit([], 1);
  return [...best.words];
}

describe('beamSearch', () => {
  it('finds what a greedy choice misses', async () => {
    expect(await search(garden, { width: 2 })).toEqual([[2, 3]]);
    expect((await search(garden, { width: 1 }))[0]![0]).toBe(1);
  });

  it('finds the best of all sequences with a beam that holds them all, for many at once', async () => {
    const language: Language = (said, sequence) => {
      const weights = Array.from(
        { length: vocabulary },
        (_, word) =>
          1 + Math.sin(7 * sequence + 5 * word + said.reduce((sum, each, i) => sum + (i + 2) * each, 0)) ** 2,
      );
      weights[end]! *= said.length === 3 ? 50 : 0.2;
      const total = weights.reduce((sum, each) => sum + each, 0);
      return weights.map((each) => each / total);
    };
    const found = await search(language, { sequences: 4, width: 64, maxLength: 4 });
    expect(found).toEqual([0, 1, 2, 3].map((sequence) => exhaustive(language, 4, sequence)));
  });

  it('prefers long sequences the more, the higher the power of their length', async () => {
    // "1" with probability 0.5; "2 2 2" with 0.5 * 0.6^3
    const language: Language = (said) => {
      if (said.length === 0) return [0, 0.5, 0.5, 0];
      if (said[0] === 1 || said.length === 3) return [1, 0, 0, 0];
      return [0.4, 0, 0.6, 0];
    };
    expect(await search(language, { width: 4, lengthPower: 0 })).toEqual([[1]]);
    expect(await search(language, { width: 4, lengthPower: 3 })).toEqual([[2, 2, 2]]);
  });

  it('never says what it must not, and stops at the longest', async () => {
    const endless: Language = () => [0, 0.7, 0.2, 0.1];
    expect(await search(endless, { maxLength: 3 })).toEqual([[1, 1, 1]]);
    expect(await search(endless, { maxLength: 3, never: [1] })).toEqual([[2, 2, 2]]);
  });
});
