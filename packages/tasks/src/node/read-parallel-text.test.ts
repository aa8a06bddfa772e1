import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParallelTextError, readParallelText } from './read-parallel-text.ts';
import { TextFileError } from '../text/text-file-error.ts';

let folder = '';
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallel-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readParallelText', () => {
  it('reads two files line by line, packed or not, without lines that one language lacks', async () => {
    await writeFile(path('a.en'), 'one\n\ntwo\nthree\n');
    await writeFile(path('a.fr.gz'), gzipSync('un\nzéro\r\ndeux\n '));
    expect(await readParallelText(path('a.en'), path('a.fr.gz'))).toEqual({
      source: ['one', 'two'],
      target: ['un', 'deux'],
    });
  });

  it('says how many lines there are where they differ', async () => {
    await writeFile(path('b.en'), 'one\ntwo\n');
    await writeFile(path('b.fr'), 'un\n');
    const reading = readParallelText(path('b.en'), path('b.fr'));
    await expect(reading).rejects.toBeInstanceOf(ParallelTextError);
    await expect(reading).rejects.toThrow(/b\.en" has 2 lines and ".*b\.fr" has 1 lines, but line n/);
  });

  it('names a file that is missing', async () => {
    await writeFile(path('c.en'), 'one\n');
    await expect(readParallelText(path('c.en'), path('c.fr'))).rejects.toBeInstanceOf(TextFileError);
  });
});
