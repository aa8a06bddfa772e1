import { checkedTokenization, eos, type Tokenization } from './tokenize.ts';

const attachesLeft = /^(?:[.,;:!?%…']|\.+|\p{Pe}|\p{Pf})$/u;
const attachesRight = /^(?:\p{Ps}|\p{Pi})$/u;
const attachesBoth = /^(?:[—–/]|--+)$/u;

/**
 * Writes tokens as text for a human reader: the way back from `tokenize`.
 *
 * Characters and Mikolov's format come back as they were, but for spaces that format does not count. In prose,
 * punctuation is attached to its word and `<eos>` is a blank line; how the lines were broken is not known any more.
 * `tokenize(detokenize(tokens))` gives the tokens of a tokenised text again, unless `<eos>` was written out in it.
 *
 * @throws InvalidArgumentError for an unknown level or format.
 *
 * @example
 * ```ts
 * detokenize(['“', 'Call', 'me', 'Ishmael', '.', '”'], { level: 'word', format: 'prose', lowerCase: false })
 * // => '“Call me Ishmael.”'
 * ```
 */
export function detokenize(tokens: readonly string[], tokenization: Tokenization): string {
  const { level, format } = checkedTokenization('detokenize', tokenization);
  if (level === 'character') return tokens.join('');
  return format === 'mikolov' ? joinLines(tokens) : joinProse(tokens);
}

function joinLines(tokens: readonly string[]): string {
  const words = tokens.map((token) => (token === eos ? '\n' : token));
  return words.join(' ').replace(/ ?\n ?/g, '\n');
}

function joinProse(tokens: readonly string[]): string {
  const parts: string[] = [];
  let previous = '';
  let attached = true;
  let quoted = false;
  for (const token of tokens) {
    if (token === eos) {
      parts.push('\n\n');
      attached = true;
      quoted = false;
    } else {
      const [left, right] = attachment(token, quoted);
      const apart = !(attached || left) || mergesWith(previous, token);
      parts.push(apart ? ` ${token}` : token);
      attached = right;
      if (token === '"') quoted = !quoted;
    }
    previous = token;
  }
  return parts.join('');
}

/** To which sides a token attaches; a straight quotation mark closes what the one before it opened. */
function attachment(token: string, quoted: boolean): [left: boolean, right: boolean] {
  if (token === '"') return [quoted, !quoted];
  const both = attachesBoth.test(token);
  return [both || attachesLeft.test(token), both || attachesRight.test(token)];
}

/** Full stops and hyphens in a row would read as one token. */
function mergesWith(previous: string, token: string): boolean {
  return (token.startsWith('.') || token.startsWith('-')) && previous.endsWith(token.charAt(0));
}
