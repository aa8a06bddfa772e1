import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvalidArgumentError } from '@unsaturate/core';
import { bytePairEncoder, decodeBytePairs } from '@unsaturate/tasks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusOf } from './corpus.ts';
import { checkTranslationData, readTranslationData } from './data.ts';
import { settings } from './settings.ts';

let folder = '';
async function write(name: string, lines: readonly string[]): Promise<void> {
  const text = lines.join('\n');
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
}
const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${word} ${n}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nmt-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readTranslationData', () => {
  it('has messages of the TypeScript compiler, every tenth for validation and for the test', async () => {
    const { name, train, validation, test } = await readTranslationData(undefined);
    expect(name).toBe('ts-diagnostics en-de');
    expect([train, validation, test].map(({ source }) => source.length)).toEqual([1691, 211, 211]);
    expect([train.source[0], train.target[0]]).toEqual([
      'Unterminated string literal.',
      'Nicht abgeschlossenes Zeichenfolgenliteral.',
    ]);
  });

  it('reads the layout of Multi30k, and says what a folder lacks of it', async () => {
    await expect(readTranslationData(folder)).rejects.toThrow(
      /--data must name a folder of Multi30k with train, val and test_2016_flickr, .*, got ".*"\. It has no train\.en and train\.fr\. Multi30k is at .* need no --data/,
    );
    await write('train.lc.norm.tok.en.gz', ['a dog .']);
    await write('train.lc.norm.tok.fr.gz', ['un chien .']);
    await write('val.en', ['two dogs .']);
    await write('val.fr', ['deux chiens .']);
    await write('test_2016_flickr.en', ['a cat .']);
    await expect(readTranslationData(folder)).rejects.toBeInstanceOf(InvalidArgumentError);
    await write('test_2016_flickr.fr', ['un chat .']);
    expect(await readTranslationData(folder)).toMatchObject({
      train: { source: ['a dog .'], target: ['un chien .'] },
      validation: { source: ['two dogs .'], target: ['deux chiens .'] },
      test: { source: ['a cat .'], target: ['un chat .'] },
    });
  });

  it('finds the layout of Multi30k in a folder tok, and refuses parts of other languages', async () => {
    for (const [part, language] of [
      ['train', 'de'],
      ['val', 'de'],
      ['test_2016_flickr', 'de'],
    ] as const) {
      await write(`multi/tok/${part}.lc.norm.tok.en`, ['a b', 'c']);
      await write(`multi/tok/${part}.lc.norm.tok.${language}`, ['x', 'y z']);
    }
    const { name, test } = await readTranslationData(join(folder, 'multi'));
    expect(name).toBe('multi en-de');
    expect(test).toEqual({ source: ['a b', 'c'], target: ['x', 'y z'] });
    await write('multi/tok/val.lc.norm.tok.fr', ['u', 'v']);
    await expect(readTranslationData(join(folder, 'multi'))).rejects.toThrow(
      /train\.lc\.norm\.tok\.de and val\.lc\.norm\.tok\.en, val\.lc\.norm\.tok\.fr are of other languages\. Multi30k is at/,
    );
  });

  it('reads two files by what their paths have in common, the last of them held out', async () => {
    await write('europarl-v7.fr-en.en', numbered('one', 30));
    await write('europarl-v7.fr-en.fr', numbered('un', 30));
    const { name, train, validation, test } = await readTranslationData(join(folder, 'europarl-v7.fr-en'));
    expect(name).toBe('europarl-v7.fr-en en-fr');
    expect(train.source).toHaveLength(24);
    expect(validation.target).toEqual(['un 24', 'un 25', 'un 26']);
    expect(test.source).toEqual(['one 27', 'one 28', 'one 29']);
    await expect(readTranslationData(join(folder, 'europarl'))).rejects.toThrow(/PATH\.en and PATH\.fr/);
  });

  it('says in one error what is wrong with two files, and what to do', async () => {
    const problems = [
      ['uneven', ['a', 'b'], ['x'], /uneven\.en" has 2 lines .*uneven\.it" has 1 lines/],
      ['short', ['a', 'b'], ['x', 'y'], /It has no sentences for validation\./],
      ['empty', [''], ['x'], /empty\.en" holds no text/],
    ] as const;
    for (const [name, source, target, problem] of problems) {
      await write(`${name}.en`, source);
      await write(`${name}.it`, target);
      const reading = readTranslationData(join(folder, name));
      await expect(reading).rejects.toBeInstanceOf(InvalidArgumentError);
      await expect(reading).rejects.toThrow(problem);
      await expect(reading).rejects.toThrow(/--data must name .* Multi30k is at .* need no --data/s);
    }
  });
});

describe('checkTranslationData', () => {
  it('asks for data where the preset needs it, and lets the others go without', async () => {
    await expect(checkTranslationData(undefined, 'paper')).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(checkTranslationData(undefined, 'quick')).resolves.toBeUndefined();
  });
});

describe('corpusOf', () => {
  it('splits into words, without the escapes of Moses, and leaves out training pairs that are too long', () => {
    const text = { source: ['it&apos;s (fine).', 'a b c d e f g h'], target: ['&quot;ça va&quot;', 'a'] };
    const corpus = corpusOf(
      { name: 'small', train: text, validation: text, test: text },
      { ...settings.smoke, merges: 100, maxLength: 18, pairs: 10 },
    );
    expect(corpus.testText.source[0]).toBe("it's ( fine ) .");
    expect(corpus.testText.target[0]).toBe('" ça va "');
    expect([corpus.train, corpus.test].map(({ length }) => length)).toEqual([2, 2]);
    expect(decodeBytePairs(corpus.targetVocabulary, corpus.test[0]!.target)).toBe('" ça va "');
    expect(bytePairEncoder(corpus.sourceVocabulary).encode("it's ( fine ) .")).toEqual(
      corpus.test[0]!.source,
    );
    const shorter = corpusOf(
      { name: 'small', train: text, validation: text, test: text },
      { ...settings.smoke, maxLength: 8, pairs: 10 },
    );
    expect([shorter.train, shorter.test].map(({ length }) => length)).toEqual([1, 2]);
  });
});
