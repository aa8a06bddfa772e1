import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnsaturateError } from '@unsaturate/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../text/encode.ts';
import { TextFileError } from '../text/text-file-error.ts';
import { unk } from '../text/tokenize.ts';
import { loadCorpus } from './load-corpus.ts';
import { CorpusFolderError, readCorpus } from './read-corpus.ts';
import { readText } from './read-text.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const parts = {
  train: ' the <unk> sails \n the sea <unk> the N \n',
  validation: ' the sea \n',
  test: ' the N sails \n the whale \n',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tasks-'));
  await mkdir(at('mikolov'));
  await writeFile(at('mikolov/ptb.train.txt'), parts.train);
  await writeFile(at('mikolov/ptb.valid.txt.gz'), gzipSync(parts.validation));
  await writeFile(at('mikolov/ptb.test.txt'), parts.test);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('readText', () => {
  it('reads UTF-8, packed or not, with any line ends and byte order mark', async () => {
    const text = '\uFEFFGröße\r\n🐋\rend\n';
    await writeFile(at('windows.txt'), text);
    await writeFile(at('packed.txt'), gzipSync(text));
    expect(await readText(at('windows.txt'))).toBe('Größe\n🐋\nend\n');
    expect(await readText(at('packed.txt'))).toBe('Größe\n🐋\nend\n');
  });

  it.each([
    ['empty', 'blank.txt', ' \r\n\n'],
    ['empty', 'empty.txt', ''],
    ['binary', 'nul.txt', 'a\0b'],
    ['binary', 'latin1.txt', Buffer.from('Größe', 'latin1')],
    ['binary', 'packed-nul.txt.gz', gzipSync('a\0b')],
    ['damaged', 'cut.txt.gz', gzipSync('a long enough text').subarray(0, 20)],
  ])('reports a file as %s: %s', async (problem, name, content) => {
    await writeFile(at(name), content);
    await expect(readText(at(name))).rejects.toMatchObject({
      name: 'TextFileError',
      problem,
      path: at(name),
    });
  });

  it('reports a missing file and a folder', async () => {
    await expect(readText(at('nowhere.txt'))).rejects.toMatchObject({ problem: 'missing' });
    await expect(readText(at('mikolov/ptb.train.txt/x'))).rejects.toMatchObject({ problem: 'missing' });
    await expect(readText(folder)).rejects.toMatchObject({ problem: 'directory' });
    await expect(readText(at('nowhere.txt'))).rejects.toThrow(/^readText: ".*nowhere\.txt" does not exist\./);
    await expect(readText(at('nowhere.txt'))).rejects.toBeInstanceOf(UnsaturateError);
  });
});

describe('readCorpus', () => {
  it("reads a folder in Mikolov's format", async () => {
    expect(await readCorpus(at('mikolov/'))).toEqual({ name: 'mikolov', format: 'mikolov', ...parts });
  });

  it('prefers a plain file to a packed one', async () => {
    await mkdir(at('both'));
    await Promise.all(
      Object.values({ train: 'train', validation: 'valid', test: 'test' }).flatMap((part) => [
        writeFile(at(`both/ptb.${part}.txt`), 'plain\n'),
        writeFile(at(`both/ptb.${part}.txt.gz`), gzipSync('packed\n')),
      ]),
    );
    expect(await readCorpus(at('both'))).toMatchObject({
      train: 'plain\n',
      validation: 'plain\n',
      test: 'plain\n',
    });
  });

  it('splits one text file', async () => {
    const text = 'A paragraph.\n\n'.repeat(100);
    await writeFile(at('book.txt.gz'), gzipSync(text));
    const { name, format, train, validation, test } = await readCorpus(at('book.txt.gz'));
    expect([name, format, train + validation + test]).toEqual(['book', 'prose', text]);
    expect(train.length / text.length).toBeCloseTo(0.9, 1);
  });

  it('reads Moby Dick when there is no path', async () => {
    const { name, format, train, validation, test } = await readCorpus();
    expect([name, format]).toEqual(['moby-dick', 'prose']);
    expect(train).toMatch(/^CHAPTER 1\. Loomings\.\n\nCall me Ishmael\./);
    expect(train).toMatch(/\n\n$/);
    expect(validation).toMatch(/\n\n$/);
    expect(test).toMatch(/five thousand years ago\.\n$/);
    expect(train + validation + test).not.toContain('\r');
  });

  it('says what a folder lacks, what it holds and what is accepted', async () => {
    await mkdir(at('half'));
    await writeFile(at('half/ptb.train.txt'), parts.train);
    await writeFile(at('half/notes.md'), 'notes');
    const failed = readCorpus(at('half'));
    await expect(failed).rejects.toBeInstanceOf(CorpusFolderError);
    await expect(failed).rejects.toMatchObject({ missing: ['ptb.valid.txt', 'ptb.test.txt'] });
    await expect(failed).rejects.toThrow(
      /has no ptb\.valid\.txt, ptb\.test\.txt; it holds notes\.md, ptb\.train\.txt\. Accepted are a folder with/,
    );
    await mkdir(at('bare'));
    await expect(readCorpus(at('bare'))).rejects.toThrow(/it holds nothing\./);
  });

  it('reports a path that does not exist', async () => {
    await expect(readCorpus(at('nowhere'))).rejects.toBeInstanceOf(TextFileError);
  });
});

describe('loadCorpus', () => {
  it('takes words from the training part and replaces the others', async () => {
    const { name, vocabulary, train, validation, test } = await loadCorpus({
      path: at('mikolov'),
      level: 'word',
    });
    expect(name).toBe('mikolov');
    expect(vocabulary).toEqual({
      level: 'word',
      format: 'mikolov',
      lowerCase: false,
      tokens: ['the', '<eos>', '<unk>', 'N', 'sails', 'sea'],
    });
    expect(train).toEqual(Int32Array.of(0, 2, 4, 1, 0, 5, 2, 0, 3, 1));
    expect(validation).toEqual(Int32Array.of(0, 5, 1));
    expect(decode(vocabulary, test)).toBe('the N sails\nthe <unk>\n');
  });

  it('takes characters from the whole text', async () => {
    const { vocabulary, test } = await loadCorpus({ path: at('mikolov'), level: 'character' });
    expect(vocabulary.tokens).not.toContain(unk);
    expect(decode(vocabulary, test)).toBe('the N sails\nthe whale\n');
  });

  it('limits the vocabulary of Moby Dick', async () => {
    const { vocabulary, train } = await loadCorpus({ level: 'word', maxSize: 4000, lowerCase: true });
    expect(vocabulary.tokens).toHaveLength(4000);
    expect(decode(vocabulary, train.subarray(0, 12))).toBe(
      'chapter <unk>. <unk>.\n\ncall me ishmael. some years',
    );
    const share = train.filter((id) => vocabulary.tokens[id] === unk).length / train.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  });

  it('names options that are missing or unknown before it reads', async () => {
    await expect(loadCorpus(undefined as never)).rejects.toThrow(
      'loadCorpus: options must be an object, got undefined.',
    );
    const misspelt = { level: 'word', paht: at('mikolov') } as const;
    await expect(loadCorpus(misspelt)).rejects.toThrow(
      'loadCorpus: options must hold only path, level, lowerCase, maxSize, minCount, got "paht".',
    );
  });

  it('passes wrong limits on', async () => {
    await expect(loadCorpus({ path: at('mikolov'), level: 'word', maxSize: 1 })).rejects.toThrow(
      /maxSize must be/,
    );
  });
});
