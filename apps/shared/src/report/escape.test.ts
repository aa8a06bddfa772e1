import { describe, expect, it } from 'vitest';
import { escapeHtml, scriptJson } from './escape.ts';

describe('escapeHtml', () => {
  it('leaves no character that means something to HTML', () => {
    expect(escapeHtml(`<a href="x" title='y'>Q & A</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;Q &amp; A&lt;/a&gt;',
    );
  });

  it('escapes what already looks escaped', () => {
    expect(escapeHtml('&lt;')).toBe('&amp;lt;');
  });
});

describe('scriptJson', () => {
  it.each(['</script>', '<!-- <script>', 'a \\ "b"', '\u2028'])(
    'keeps %j, without an opening bracket',
    (text) => {
      const json = scriptJson({ text });
      expect(json).not.toContain('<');
      expect(JSON.parse(json)).toEqual({ text });
    },
  );
});
