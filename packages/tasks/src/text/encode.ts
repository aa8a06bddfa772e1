import { describe, InvalidArgumentError, UnsaturateError } from '@unsaturate/core';
import { detokenize } from './detokenize.ts';
import { tokenize, unk } from './tokenize.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A text holds a token that its vocabulary neither knows nor can replace by `<unk>`. */
export class UnknownTokenError extends UnsaturateError {
  /** The first such token. */
  readonly token: string;

  constructor(token: string) {
    super(
      'UnknownTokenError',
      `encode: the ${describe(token)} in the text is not in the vocabulary, which has no ${unk} to replace it. ` +
        `Leave it out of the text, or build the vocabulary with a maxSize or minCount that leaves rare tokens to ${unk}.`,
    );
    this.token = token;
  }
}

/**
 * The ids of a text's tokens, in order; a token outside the vocabulary becomes `<unk>`.
 *
 * @returns Ids from 0 to `vocabulary.tokens.length - 1`, `[tokens]`.
 * @throws {@link UnknownTokenError} for a token outside a vocabulary without `<unk>`.
 *
 * @example
 * ```ts
 * const vocabulary = buildVocabulary('a rose is a rose\n', { level: 'word', format: 'mikolov', lowerCase: false });
 * encode(vocabulary, 'a rose') // => Int32Array [0, 1]
 * ```
 */
export function encode(vocabulary: Vocabulary, text: string): Int32Array {
  const ids = new Map(vocabulary.tokens.map((token, id) => [token, id]));
  const unkId = ids.get(unk);
  return Int32Array.from(tokenize(text, vocabulary), (token) => {
    const id = ids.get(token) ?? unkId;
    if (id === undefined) throw new UnknownTokenError(token);
    return id;
  });
}

/**
 * The text of ids, written for a human reader (see `detokenize`).
 *
 * @param ids - Ids from 0 to `vocabulary.tokens.length - 1`, `[tokens]`.
 * @throws {@link InvalidArgumentError} for an id outside that range.
 *
 * @example
 * ```ts
 * decode(vocabulary, [0, 1]) // => 'a rose'
 * ```
 */
export function decode(vocabulary: Vocabulary, ids: ArrayLike<number>): string {
  const tokens = Array.from(ids, (id, i) => {
    const token = vocabulary.tokens[id];
    if (token === undefined) {
      const rule = `be an id from 0 to ${vocabulary.tokens.length - 1}`;
      throw new InvalidArgumentError({ where: 'decode', argument: `ids[${i}]`, value: id, rule });
    }
    return token;
  });
  return detokenize(tokens, vocabulary);
}
