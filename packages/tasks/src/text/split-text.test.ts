import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.ts';

describe('splitText', () => {
  it('cuts 90, 5 and 5 % at paragraph ends', () => {
    const paragraphs = Array.from({ length: 200 }, (_, i) => `Paragraph ${i}\nhas two lines.\n\n`);
    const { train, validation, test } = splitText(paragraphs.join(''));
    expect(train + validation + test).toBe(paragraphs.join(''));
    for (const part of [train, validation, test]) expect(part).toMatch(/^Paragraph[^]*lines\.\n\n$/);
    expect(train.split('\n\n').length).toBeCloseTo(181, -1);
    expect(validation.split('\n\n').length).toBeCloseTo(11, -1);
  });

  it('cuts at line ends where there is no paragraph end, else at spaces', () => {
    const lines = splitText('one line\n'.repeat(100));
    expect(lines.train).toMatch(/line\n$/);
    expect(lines.validation).toMatch(/^one[^]*line\n$/);
    const late = splitText(`${'word '.repeat(97)}\n\n${'word '.repeat(3)}`);
    expect(late.train).toHaveLength(455);
    expect(late.validation).toMatch(/^word.*word \n\n$/);
    const spaces = splitText('word '.repeat(100));
    expect(spaces.validation).toMatch(/^word.*word $/);
  });

  it('loses nothing and never cuts a code point, whatever the text', () => {
    const pieces = fc.constantFrom('a', '🐋', ' ', '\n', '\n\n', '\n \n\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const text = parts.join('');
        const { train, validation, test } = splitText(text);
        expect(train + validation + test).toBe(text);
        expect([train, validation, test].some((part) => /\p{Surrogate}/u.test(part))).toBe(false);
        expect(text.length < 40 || Math.min(train.length, test.length) > 0).toBe(true);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});
