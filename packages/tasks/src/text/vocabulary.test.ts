import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, UnknownTokenError } from './encode.ts';
import { fingerprint, fnv1a64 } from './fingerprint.ts';
import { tokenize, type Tokenization } from './tokenize.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';

const words: Tokenization = { level: 'word', format: 'mikolov', lowerCase: false };
const characters: Tokenization = { level: 'character', format: 'prose', lowerCase: false };
// b 4, <eos> 3, a 2, c 2, <unk> 1, d 1
const text = ' b a b c \n <unk> b a \n b c d \n';

const build = (limits: object = {}): readonly string[] =>
  buildVocabulary(text, { ...words, ...limits }).tokens;

describe('buildVocabulary', () => {
  it('orders by frequency, then by code unit, special tokens included', () => {
    expect(build()).toEqual(['b', '<eos>', 'a', 'c', '<unk>', 'd']);
    expect(buildVocabulary('Zebra ape Ape zebra', words).tokens).toEqual([
      'Ape',
      'Zebra',
      'ape',
      'zebra',
      '<eos>',
      '<unk>',
    ]);
  });

  it('counts what <unk> replaces', () => {
    expect(build({ minCount: 2 })).toEqual(['b', '<eos>', '<unk>', 'a', 'c']);
    expect(build({ maxSize: 4 })).toEqual(['<unk>', 'b', '<eos>', 'a']);
    expect(build({ maxSize: 3 })).toEqual(['<unk>', 'b', '<eos>']);
    expect(build({ minCount: 5 })).toEqual(['<unk>', '<eos>']);
  });

  it('gives characters an <unk> only where the limits leave some out', () => {
    expect(buildVocabulary('aab🐋', characters).tokens).toEqual(['a', 'b', '🐋']);
    expect(buildVocabulary('aab🐋', { ...characters, maxSize: 3 }).tokens).toEqual(['a', 'b', '🐋']);
    expect(buildVocabulary('aabbc🐋', { ...characters, maxSize: 3 }).tokens).toEqual(['<unk>', 'a', 'b']);
    expect(buildVocabulary('aab🐋', { ...characters, minCount: 2 }).tokens).toEqual(['<unk>', 'a']);
  });

  it('keeps to maxSize and minCount, whatever the text', () => {
    const limits = { maxSize: fc.integer({ min: 3, max: 12 }), minCount: fc.integer({ min: 1, max: 4 }) };
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '\n'), { maxLength: 60 });
    fc.assert(
      fc.property(lines, fc.record(limits), (parts, { maxSize, minCount }) => {
        const joined = parts.join(' ');
        const all = tokenize(joined, words);
        const count = (token: string): number => all.filter((each) => each === token).length;
        const { tokens } = buildVocabulary(joined, { ...words, maxSize, minCount });
        expect(tokens.length).toBeLessThanOrEqual(maxSize);
        expect(new Set(tokens).size).toBe(tokens.length);
        const ordinary = tokens.filter((token) => !token.startsWith('<'));
        const left = all.filter((token) => !tokens.includes(token));
        expect(ordinary.every((token) => count(token) >= minCount)).toBe(true);
        const least = Math.min(...ordinary.map(count));
        const full = tokens.length === maxSize;
        expect(left.every((token) => count(token) < minCount || (full && count(token) <= least))).toBe(true);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('is plain data', () => {
    const vocabulary = buildVocabulary(text, words);
    expect(JSON.parse(JSON.stringify(vocabulary))).toEqual(vocabulary);
  });

  it.each([
    [{ maxSize: 2 }, /^buildVocabulary: maxSize must be an integer of at least 3, got 2\./],
    [{ maxSize: Number.NaN }, /maxSize/],
    [{ maxSize: '8000' }, /maxSize/],
    [{ minCount: 0 }, /^buildVocabulary: minCount must be an integer of at least 1, got 0\./],
    [{ minCount: 1.5 }, /minCount/],
    [{ level: 'byte' }, /^buildVocabulary: level/],
    [{ maxsize: 9 }, /^buildVocabulary: options must hold only level, .*, minCount, got "maxsize"\.$/],
  ])('refuses %j', (limits, message) => {
    expect(() => build(limits)).toThrow(InvalidArgumentError);
    expect(() => build(limits)).toThrow(message);
  });
});

it('buildVocabulary asks for options', () => {
  expect(() => buildVocabulary('a b', undefined as never)).toThrow(
    'buildVocabulary: options must be an object, got undefined.',
  );
});

describe('encode and decode', () => {
  it('replaces what the vocabulary leaves out', () => {
    const vocabulary = buildVocabulary(text, { ...words, maxSize: 4 });
    expect(encode(vocabulary, 'a whale\nb')).toEqual(Int32Array.of(3, 0, 2, 1));
    expect(decode(vocabulary, [3, 0, 2, 1])).toBe('a <unk>\nb');
  });

  it('puts a text into the case of the vocabulary', () => {
    const vocabulary = buildVocabulary('sea Sea', { ...words, lowerCase: true });
    expect(decode(vocabulary, encode(vocabulary, 'SEA'))).toBe('sea');
  });

  it('are inverse to each other on the text of a character vocabulary', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (whole) => {
        const vocabulary = buildVocabulary(whole, characters);
        expect(decode(vocabulary, encode(vocabulary, whole))).toBe(whole);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('are inverse to each other on ids of words', () => {
    const vocabulary = buildVocabulary(text, words);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: vocabulary.tokens.length - 1 })), (ids) => {
        expect(encode(vocabulary, decode(vocabulary, ids))).toEqual(Int32Array.from(ids));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('names a token that nothing can replace', () => {
    const vocabulary = buildVocabulary('abc', characters);
    expect(() => encode(vocabulary, 'abö')).toThrow(UnknownTokenError);
    expect(() => encode(vocabulary, 'abö')).toThrow(/^encode: the "ö" in the text is not in the vocabulary/);
  });

  it.each([3, -1, 0.5])('names the id %d outside the vocabulary', (id) => {
    const vocabulary = buildVocabulary('abc', characters);
    expect(() => decode(vocabulary, [0, id])).toThrow(`decode: ids[1] must be an id from 0 to 2, got ${id}.`);
  });
});

describe('fingerprint', () => {
  const vocabulary = buildVocabulary(text, words);

  it('is FNV-1a', () => {
    // Known answers of the algorithm's authors (test_fnv.c).
    expect(fnv1a64('')).toBe('cbf29ce484222325');
    expect(fnv1a64('a')).toBe('af63dc4c8601ec8c');
    expect(fnv1a64('foobar')).toBe('85944171f73967e8');
  });

  it('survives JSON', () => {
    expect(fingerprint(JSON.parse(JSON.stringify(vocabulary)) as Vocabulary)).toBe(fingerprint(vocabulary));
  });

  it('tells vocabularies apart by tokens, their order and their borders, and by tokenization', () => {
    const { tokens } = vocabulary;
    const others: Vocabulary[] = [
      { ...vocabulary, tokens: tokens.toReversed() },
      { ...vocabulary, tokens: tokens.slice(1) },
      { ...vocabulary, tokens: [`${tokens[0]}${tokens[1]}`, ...tokens.slice(2)] },
      { ...vocabulary, level: 'character' },
      { ...vocabulary, format: 'prose' },
      { ...vocabulary, lowerCase: true },
    ];
    expect(new Set([vocabulary, ...others].map(fingerprint)).size).toBe(7);
  });
});
