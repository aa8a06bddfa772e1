import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detokenize } from './detokenize.ts';
import { textFormats, tokenize, type Tokenization } from './tokenize.ts';

const prose: Tokenization = { level: 'word', format: 'prose', lowerCase: false };
const mikolov: Tokenization = { level: 'word', format: 'mikolov', lowerCase: false };
const characters: Tokenization = { level: 'character', format: 'prose', lowerCase: false };

const wrong = (text: unknown, change: object) => (): string[] =>
  tokenize(text as string, { ...prose, ...change });

describe('tokenize', () => {
  it.each([
    ['“Call me Ishmael.”', ['“', 'Call', 'me', 'Ishmael', '.', '”']],
    ["the whale’s water-gazers don't", ['the', 'whale’s', 'water-gazers', "don't"]],
    ['ago—never', ['ago', '—', 'never']],
    ['wait... what--no', ['wait', '...', 'what', '--', 'no']],
    ['1,000.5 ships, 3rd of 12.', ['1,000.5', 'ships', ',', '3rd', 'of', '12', '.']],
    ['Größe café Ελλάδα', ['Größe', 'café', 'Ελλάδα']],
    ['the <unk> sea <eos>', ['the', '<unk>', 'sea', '<eos>']],
    ['🐋!', ['🐋', '!']],
  ])('cuts the prose %j', (text, tokens) => {
    expect(tokenize(text, prose)).toEqual(tokens);
  });

  it('ends a paragraph at a blank line and at the last line end, not at a broken line or a bare end', () => {
    expect(tokenize('\n\na\nb\n \n\nc\n', prose)).toEqual(['a', 'b', '<eos>', 'c', '<eos>']);
    expect(tokenize('a\n\nb', prose)).toEqual(['a', '<eos>', 'b']);
  });

  it("ends every line of Mikolov's format", () => {
    expect(tokenize(" mr. <unk> 's N \n\n no it \n", mikolov)).toEqual([
      'mr.',
      '<unk>',
      "'s",
      'N',
      '<eos>',
      '<eos>',
      'no',
      'it',
      '<eos>',
    ]);
  });

  it("takes code points as characters, and trims the lines of Mikolov's format", () => {
    expect(tokenize(' a🐋\n', characters)).toEqual([' ', 'a', '🐋', '\n']);
    expect(tokenize(' a b \n c \n', { ...characters, format: 'mikolov' })).toEqual([
      'a',
      ' ',
      'b',
      '\n',
      'c',
      '\n',
    ]);
  });

  it('puts text into lower case on request', () => {
    expect(tokenize('Call ME', { ...prose, lowerCase: true })).toEqual(['call', 'me']);
  });

  it('names an unknown level, an unknown format and a text that is none', () => {
    expect(wrong('', { level: 'byte' })).toThrow(
      /^tokenize: level must be one of "word", "character", got "byte"/,
    );
    expect(wrong('', { format: 'xml' })).toThrow(/^tokenize: format must be one of "prose", "mikolov"/);
    expect(wrong(7, {})).toThrow(InvalidArgumentError);
  });
});

describe('detokenize', () => {
  it.each([
    'Call me Ishmael. Some years ago—never mind how long—having little.',
    '“Queequeg,” said I, (softly) ‘come’: 1,000 whales; no?',
    'He said "come here", then "go"... and--went.',
    'First paragraph.\n\nSecond.',
  ])('writes %j as it was', (text) => {
    expect(detokenize(tokenize(text, prose), prose)).toBe(text);
  });

  it('starts the quotation marks of a paragraph anew', () => {
    expect(detokenize(['"', 'a', '<eos>', '"', 'b', '"'], prose)).toBe('"a\n\n"b"');
  });

  it('keeps full stops and hyphens apart that would read as one token', () => {
    expect(detokenize(['a', '.', '.', '--', '-'], prose)).toBe('a. .-- -');
  });

  it("writes Mikolov's format with one sentence a line", () => {
    expect(detokenize(['<eos>', 'no', 'it', '<eos>', '<eos>', 'we'], mikolov)).toBe('\nno it\n\nwe');
  });

  it('names an unknown level', () => {
    const level = 'byte' as 'word';
    expect(() => detokenize([], { ...prose, level })).toThrow(/^detokenize: level must/);
  });

  const marks = ['.', '-', '—', '"', "'", '’', '‘', '(', ')', ',', '/', '…', '$', '\u0301', '<unk>'];
  const pieces = fc.constantFrom(...marks, 'a', 'Whale', '7', '🐋', ' ', '  ', '\n', '\n\n');
  const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

  it.each(textFormats)('gives text of the format %s that has the same tokens again', (format) => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'grapheme' })), (text) => {
        const tokens = tokenize(text, { ...prose, format });
        expect(tokenize(detokenize(tokens, { ...prose, format }), { ...prose, format })).toEqual(tokens);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('gives characters back exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(detokenize(tokenize(text, characters), characters)).toBe(text);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
