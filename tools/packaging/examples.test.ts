import { describe, expect, it } from 'vitest';
import { examples } from './examples.ts';

describe('examples', () => {
  it('takes every block that is a program', () => {
    const markdown =
      '# x\n```sh\nnpm i\n```\n```js\nconst a = `b`;\n```\n```\n1\n```\n```js\nlater();\n```\n';
    expect(examples(markdown)).toEqual([
      { code: 'const a = `b`;\n', prints: undefined },
      { code: 'later();\n', prints: undefined },
    ]);
  });

  it('takes what a block prints from the text block right after it', () => {
    const markdown = '```js\na();\n```\n\n```text\n1\n2\n```\n\n```js\nb();\n```\n\nand\n\n```text\n3\n```\n';
    expect(examples(markdown)).toEqual([
      { code: 'a();\n', prints: '1\n2\n' },
      { code: 'b();\n', prints: undefined },
    ]);
  });

  it('finds none where there is none', () => {
    expect(examples('# x\n```sh\nnpm i\n```\n')).toEqual([]);
  });
});
