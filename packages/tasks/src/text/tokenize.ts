import { assertObject, assertOneOf, InvalidArgumentError } from '@unsaturate/core';

/** The token that stands for every token a vocabulary leaves out. */
export const unk = '<unk>';

/** The token that ends a paragraph of prose or a line of Mikolov's format. */
export const eos = '<eos>';

/** What a token is: a word or punctuation mark, or one Unicode code point. */
export type TextLevel = 'word' | 'character';

/** Both levels. */
export const textLevels: readonly TextLevel[] = ['word', 'character'];

/** How the text is written: ordinary prose, or tokens separated by spaces with one sentence a line (Mikolov's PTB). */
export type TextFormat = 'prose' | 'mikolov';

/** Both formats. */
export const textFormats: readonly TextFormat[] = ['prose', 'mikolov'];

/** How a text becomes tokens. */
export interface Tokenization {
  readonly level: TextLevel;
  readonly format: TextFormat;
  /** Whether the text is put into lower case first. */
  readonly lowerCase: boolean;
}

const separatedToken = /\n|\S+/g;
const proseToken = new RegExp(
  [
    '<(?:unk|eos)>',
    '\\n\\s*\\n|\\n\\s*$', // a blank line, or the last line end: the paragraph is over
    '\\p{N}+(?:[.,]\\p{N}+)+', // 1,000.5
    "[\\p{L}\\p{M}\\p{N}]+(?:['’\\-][\\p{L}\\p{M}\\p{N}]+)*", // water-gazers, whale’s
    '([.\\-])\\1+', // ... and --
    '\\S',
  ].join('|'),
  'gu',
);

/**
 * Cuts a text into tokens. Line ends must be `\n`.
 *
 * | level | format | tokens |
 * | --- | --- | --- |
 * | word | prose | words with inner apostrophes and hyphens, numbers, punctuation marks; a paragraph end is `<eos>` |
 * | word | mikolov | whatever spaces separate; a line end is `<eos>` |
 * | character | prose | all code points as they are, line ends included |
 * | character | mikolov | the code points of each line without the spaces at its ends, and the line end |
 *
 * A text that stops without a line end, as a prompt does, stops without `<eos>`. `<unk>` and `<eos>` written out are
 * the special tokens at word level.
 *
 * @throws {@link InvalidArgumentError} for an unknown level or format.
 * @see Mikolov et al. 2010, "Recurrent neural network based language model", for the format.
 *
 * @example
 * ```ts
 * tokenize('“Call me Ishmael.”\n\n', { level: 'word', format: 'prose', lowerCase: true })
 * // => ['“', 'call', 'me', 'ishmael', '.', '”', '<eos>']
 * ```
 */
export function tokenize(text: string, tokenization: Tokenization): string[] {
  const { level, format, lowerCase } = checkedTokenization('tokenize', tokenization);
  if (typeof text !== 'string') {
    throw new InvalidArgumentError({ where: 'tokenize', argument: 'text', value: text, rule: 'be a string' });
  }
  const cased = lowerCase ? text.toLowerCase() : text;
  if (level === 'character') return Array.from(format === 'mikolov' ? trimLines(cased) : cased);
  const tokens = format === 'mikolov' ? cased.match(separatedToken) : cased.trimStart().match(proseToken);
  return (tokens ?? []).map((token) => (token.startsWith('\n') ? eos : token));
}

/** Throws an {@link InvalidArgumentError} unless the level and the format are known ones. */
export function checkedTokenization(where: string, tokenization: Tokenization): Tokenization {
  assertObject(where, 'tokenization', tokenization);
  assertOneOf(where, 'level', tokenization.level, textLevels);
  assertOneOf(where, 'format', tokenization.format, textFormats);
  return tokenization;
}

function trimLines(text: string): string {
  return text.replace(/^[^\S\n]+|[^\S\n]+$/gm, '');
}
