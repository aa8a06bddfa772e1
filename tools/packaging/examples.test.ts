import { describe, expect, it } from 'vitest';
import { examples } from './examples.ts';

describe('examples', () => {
  it('takes every block that is a program', () => {
    const markdown =
      '# x\n```sh\nnpm i\n```\n```js\nconst a = `b`;\n```\n```\n1\n```\n```js\nlater();\n```\n';
    expect(examples(markdown)).toEqual(['const a = `b`;\n', 'later();\n']);
  });

  it('refuses a README without one', () => {
    expect(() => examples('# x\n```sh\nnpm i\n```\n')).toThrow('no ```js block');
  });
});
