/** The three parts of a text, in order. */
export interface TextParts {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

const breaks = [/\n\s*\n/g, /\n/g, /\s/g];

/**
 * Splits a text by position into 90 % for training, 5 % for validation and 5 % for testing.
 *
 * Each cut is moved on to the next paragraph end, at most 5 % of the text; where there is none, to the next line end,
 * else the next space, else the next code point. The parts joined are the text.
 *
 * @param text - With `\n` as line end.
 *
 * @example
 * ```ts
 * const { train, validation, test } = splitText(text);
 * ```
 */
export function splitText(text: string): TextParts {
  const twentieth = text.length / 20;
  const first = cutBetween(text, Math.floor(18 * twentieth), Math.floor(19 * twentieth));
  const second = cutBetween(text, Math.max(first, Math.floor(19 * twentieth)), text.length);
  return { train: text.slice(0, first), validation: text.slice(first, second), test: text.slice(second) };
}

/** The end of the first break in [from, to), of the best kind there is. */
function cutBetween(text: string, from: number, to: number): number {
  for (const pattern of breaks) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match !== null && match.index + match[0].length < text.length && match.index < to) {
      return match.index + match[0].length;
    }
  }
  const insideCodePoint = (text.codePointAt(from - 1) ?? 0) > 0xffff;
  return insideCodePoint ? from + 1 : from;
}
