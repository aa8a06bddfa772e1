import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from '@unsaturate/core';
import {
  type ParallelText,
  ParallelTextError,
  readParallelText,
  TextFileError,
} from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';
import { type LanguagePair, pairIn } from './language-pair.ts';

/** A parallel text to learn from, to choose by, and to report on. */
export interface TranslationData {
  /** Name for people: `ts-diagnostics en-de`, or that of the folder or files with its languages. */
  readonly name: string;
  readonly train: ParallelText;
  readonly validation: ParallelText;
  readonly test: ParallelText;
}

/** How the files of a part begin in the layout of Multi30k. */
const parts = { train: 'train', validation: 'val', test: 'test_2016_flickr' } as const;

/** Sentences at the end of one parallel text that are for the test, and as many before them for validation. */
const heldOut = 1000;

const embedded = fileURLToPath(new URL('../../../data/ts-diagnostics/messages', import.meta.url));

/**
 * Reads parallel texts, from English into French or the one other language that there is.
 *
 * | data | text | split |
 * | --- | --- | --- |
 * | none | messages of the TypeScript compiler, English to German, which come with this program | every tenth for validation and for the test |
 * | a folder, or its folder `tok` | Multi30k: train, val and test_2016_flickr, each .en and .fr, packed or not | as it is |
 * | a path without its languages | PATH.en and PATH.fr, for example Europarl | the last 1000 for the test, 1000 before for validation |
 *
 * @throws InvalidArgumentError for a path with none of these, and for files that are no text or do not belong together.
 */
export async function readTranslationData(data: string | undefined): Promise<TranslationData> {
  if (data === undefined) return everyTenth(await readParallelText(`${embedded}.en.gz`, `${embedded}.de.gz`));
  try {
    const inside = await namesIn(data);
    const read =
      inside === undefined
        ? await oneText(data)
        : await threeTexts(data, inside.includes('tok') ? 'tok' : '.');
    const empty = Object.keys(parts).find((part) => read[part as keyof typeof parts].source.length === 0);
    if (empty !== undefined) throw dataExpected(data, `It has no sentences for ${empty}.`);
    return read;
  } catch (error) {
    const wrong = error instanceof ParallelTextError || error instanceof TextFileError;
    throw wrong ? dataExpected(data, error.message) : error;
  }
}

/** Throws for data that cannot be read, and without a path for the preset that needs one. */
export async function checkTranslationData(data: string | undefined, preset: PresetName): Promise<void> {
  if (data !== undefined) await readTranslationData(data);
  else if (preset === 'paper') throw dataExpected(undefined);
}

/** Two files whose paths are the same but for the language. */
async function oneText(data: string): Promise<TranslationData> {
  const folder = dirname(data);
  const pair = pairIn((await namesIn(folder)) ?? [], basename(data));
  if (pair === undefined) throw dataExpected(data);
  return { name: nameOf(data, pair), ...lastOnes(await readPair(folder, pair)) };
}

/** A folder with the layout of Multi30k. */
async function threeTexts(data: string, subfolder: string): Promise<TranslationData> {
  const folder = join(data, subfolder);
  const names = (await namesIn(folder)) ?? [];
  const [train, validation, test] = Object.values(parts).map((part) => {
    const pair = pairIn(names, part);
    if (pair === undefined) throw dataExpected(data, `It has no ${part}.en and ${part}.fr.`);
    return pair;
  }) as [LanguagePair, LanguagePair, LanguagePair];
  const odd = [validation, test].find(({ target }) => target !== train.target);
  if (odd !== undefined) {
    throw dataExpected(data, `${train.files.join(', ')} and ${odd.files.join(', ')} are of other languages.`);
  }
  return {
    name: nameOf(data, train),
    train: await readPair(folder, train),
    validation: await readPair(folder, validation),
    test: await readPair(folder, test),
  };
}

function readPair(folder: string, { files: [source, target] }: LanguagePair): Promise<ParallelText> {
  return readParallelText(join(folder, source), join(folder, target));
}

function nameOf(data: string, { source, target }: LanguagePair): string {
  return `${basename(resolve(data))} ${source}-${target}`;
}

/** Names in a folder, in order; undefined where there is none. */
async function namesIn(path: string): Promise<string[] | undefined> {
  const names = await readdir(path).catch(() => undefined);
  return names?.toSorted();
}

function everyTenth(text: ParallelText): TranslationData {
  const part = (remainders: readonly number[]) => some(text, (n) => remainders.includes(n % 10));
  return {
    name: 'ts-diagnostics en-de',
    train: part([0, 1, 2, 3, 5, 6, 7, 8]),
    validation: part([4]),
    test: part([9]),
  };
}

function lastOnes(text: ParallelText): Omit<TranslationData, 'name'> {
  const total = text.source.length;
  const size = Math.min(heldOut, Math.floor(total / 10));
  return {
    train: some(text, (n) => n < total - 2 * size),
    validation: some(text, (n) => n >= total - 2 * size && n < total - size),
    test: some(text, (n) => n >= total - size),
  };
}

function some(text: ParallelText, chosen: (n: number) => boolean): ParallelText {
  const ofPart = (lines: readonly string[]): string[] => lines.filter((_, n) => chosen(n));
  return { source: ofPart(text.source), target: ofPart(text.target) };
}

function dataExpected(value: string | undefined, problem = ''): InvalidArgumentError {
  return new InvalidArgumentError({
    where: 'run',
    argument: '--data',
    value,
    rule:
      'name a folder of Multi30k with train, val and test_2016_flickr, each as .en and as .fr (also train.lc.norm.tok.en, ' +
      'with .gz at the end, and in a folder tok), or the beginning PATH of two files PATH.en and PATH.fr (or of another ' +
      'language) of at least 10 lines',
    advice:
      `${problem === '' ? '' : `${problem} `}Multi30k is at github.com/multi30k/dataset, folder data/task1/tok; Europarl, ` +
      'europarl-v7.fr-en, at statmt.org/europarl. The presets smoke and quick take messages of the TypeScript compiler, ' +
      'which come with this program, and need no --data.',
  });
}
