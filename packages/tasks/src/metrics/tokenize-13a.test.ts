import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize13a } from './tokenize-13a.ts';

describe('tokenize13a', () => {
  it.each([
    ['Hello, world!', 'Hello , world !'],
    ["It's 1,000.5 km (or so).", "It's 1,000.5 km ( or so ) ."],
    ['pages 10-20, well-known', 'pages 10 - 20 , well-known'],
    ['a/b [c] {0} $5 50% x_1', 'a / b [ c ] { 0 } $ 5 50 % x _ 1'],
    ['U.S. v1.2.', 'U . S . v1.2 .'],
    ['&quot;R&amp;D&quot; &lt;b&gt;', '" R & D " < b >'],
    ['&amp;lt; &amp;quot;', '< & quot ;'],
    ['one <skipped>two', 'one two'],
    ['  élève —  où? ', 'élève — où ?'],
    ['hyphen-\nated words\n', 'hyphenated words'],
    ['', ''],
  ])('%j', (text, tokens) => {
    expect(tokenize13a(text).join(' ')).toBe(tokens);
  });

  it('loses nothing but white space, and no token has any', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', '7', '.', ',', '-', "'", '/', '!', ' ') });
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = tokenize13a(text);
        expect(tokens.join('')).toBe(text.replaceAll(' ', ''));
        expect(tokens.some((token) => token === '' || /\s/.test(token))).toBe(false);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
