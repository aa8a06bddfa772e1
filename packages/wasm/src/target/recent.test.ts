import { expect, it } from 'vitest';
import { recent } from './recent.ts';

it('makes again what was not used for longest, and nothing else', () => {
  const made: string[] = [];
  const known = recent<string>();
  const get = (key: string): string =>
    known(key, () => {
      made.push(key);
      return `value of ${key}`;
    });
  for (const key of 'abcdefgh') expect(get(key)).toBe(`value of ${key}`);
  expect(get('a')).toBe('value of a');
  expect(made.join('')).toBe('abcdefgh');
  get('i'); // instead of b
  get('a');
  get('b');
  expect(made.join('')).toBe('abcdefghib');
});
