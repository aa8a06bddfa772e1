import { describe, expect, it } from 'vitest';
import { relink } from './links.ts';

const pages = new Map([
  ['packages/core', '/packages/core'],
  ['packages/core/README.md', '/packages/core'],
  ['apps/docs/decisions/threads.md', '/decisions/threads'],
]);
const relinked = (markdown: string): string => relink(markdown, 'packages/scan/README.md', pages);

describe('relink', () => {
  it.each([
    ['[core](../core)', '[core](/packages/core)'],
    ['[core](../core/)', '[core](/packages/core)'],
    ['[core](../core/README.md#limits)', '[core](/packages/core#limits)'],
    ['[why](../../apps/docs/decisions/threads.md)', '[why](/decisions/threads)'],
  ])('leads %s to its page', (markdown, expected) => {
    expect(relinked(markdown)).toBe(expected);
  });

  it('leads files without a page to GitHub', () => {
    expect(relinked('see [the code](src/scan.ts), [rules](../../CONTRIBUTING.md)')).toBe(
      'see [the code](https://github.com/unsaturate/unsaturate/blob/main/packages/scan/src/scan.ts), ' +
        '[rules](https://github.com/unsaturate/unsaturate/blob/main/CONTRIBUTING.md)',
    );
  });

  it.each([
    '[a](https://example.com/b)',
    '[a](#limits)',
    '[a](/mathematics)',
    '`f[i](../core)`',
    '```\n[a](../core)\n```\n',
  ])('leaves %s as it is', (markdown) => {
    expect(relinked(markdown)).toBe(markdown);
  });
});
