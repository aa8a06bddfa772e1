import { describe, expect, it } from 'vitest';
import { encodeCorpus } from './corpus.ts';
import { decodeText } from './decode-text.ts';
import { decode } from './encode.ts';

const corpus = {
  name: 'rose',
  format: 'prose',
  train: 'A rose is a rose.',
  validation: 'A thorn.',
  test: '',
} as const;

describe('encodeCorpus', () => {
  it('reads all parts with the words of the training part', () => {
    const { name, vocabulary, train, validation, test } = encodeCorpus(corpus, {
      level: 'word',
      lowerCase: true,
    });
    expect(name).toBe('rose');
    expect(decode(vocabulary, train)).toBe('a rose is a rose.');
    expect(decode(vocabulary, validation)).toBe('a <unk>.');
    expect(test).toHaveLength(0);
  });

  it('reads all parts with the characters of all parts', () => {
    const { vocabulary } = encodeCorpus(corpus, { level: 'character' });
    expect(vocabulary.tokens).toContain('h');
    expect(vocabulary.lowerCase).toBe(false);
  });

  it('names an option that is unknown', () => {
    const misspelt = { level: 'word', maxsize: 3 } as const;
    expect(() => encodeCorpus(corpus, misspelt)).toThrow(
      'encodeCorpus: options must hold only level, lowerCase, maxSize, minCount, got "maxsize".',
    );
  });
});

describe('decodeText', () => {
  it('reads UTF-8 as it is read from a file', () => {
    expect(decodeText('a.txt', new TextEncoder().encode('\uFEFFGröße\r\n'))).toBe('Größe\n');
  });

  it.each([
    ['empty', Uint8Array.of(32, 10)],
    ['binary', Uint8Array.of(65, 0)],
    ['binary', Uint8Array.of(0xff, 65)],
  ])('names what is %s', (problem, bytes) => {
    expect(() => decodeText('a.txt', bytes)).toThrow(expect.objectContaining({ problem, path: 'a.txt' }));
  });
});
