import { describe, expect, it } from 'vitest';
import { pairIn } from './language-pair.ts';

describe('pairIn', () => {
  it.each([
    [['a.en', 'a.fr', 'b.en', 'b.de'], 'a', ['a.en', 'a.fr']],
    [['a.en', 'a.fr', 'b.en', 'b.de'], 'b', ['b.en', 'b.de']],
    [['a.de', 'a.en', 'a.fr'], 'a', ['a.en', 'a.fr']],
    [['a.lc.en.gz', 'a.lc.fr'], 'a', ['a.lc.en.gz', 'a.lc.fr']],
    [['a.cs', 'a.de', 'a.en'], 'a', undefined],
    [['a.de', 'a.fr'], 'a', undefined],
    [['ab.en', 'ab.fr', 'a.en', 'a.txt'], 'a', undefined],
  ])('of %j with %j is %j', (names, beginning, files) => {
    expect(pairIn(names, beginning)?.files).toEqual(files);
  });
});
