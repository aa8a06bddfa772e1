/** Characters that stand apart: symbols and punctuation but for apostrophe, comma, hyphen, full stop. */
const symbols = /([{-~[-` -&(-+:-@/])/g;

/** What becomes a character, one after the other: so `&amp;lt;` ends as `<`, and `&amp;quot;` as `&quot;`. */
const entities = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;

/**
 * The words of a text as BLEU is commonly counted in them: the tokenisation "13a" of mteval-v13a.pl and sacreBLEU.
 *
 * Symbols and punctuation stand apart from words; full stops and commas do unless between digits, a hyphen after a digit
 * does, and apostrophes do not. Four HTML entities become their characters. Tokens that are separated already stay so.
 *
 * @see Post 2018, "A Call for Clarity in Reporting BLEU Scores"; sacreBLEU 2, `tokenizer_13a.py`.
 *
 * @example
 * ```ts
 * tokenize13a("It's 1,000.5 km (or so).") // => ["It's", '1,000.5', 'km', '(', 'or', 'so', ')', '.']
 * ```
 */
export function tokenize13a(text: string): string[] {
  const line = text.replaceAll('<skipped>', '').replaceAll('-\n', '');
  const plain = entities.reduce((all, [entity, character]) => all.replaceAll(entity, character), line);
  return ` ${plain} `
    .replace(symbols, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter((token) => token !== '');
}
