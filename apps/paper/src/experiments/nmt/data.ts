import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from '@unsaturate/core';
import { type ParallelText, readParallelText } from '@unsaturate/tasks/node';
import type { PresetName } from '../../experiment/experiment.ts';

/** A parallel text to learn from, to choose by, and to report on. */
export interface TranslationData {
  /** Name for people: `ts-diagnostics en-de`, or that of the folder or file with its languages. */
  readonly name: string;
  readonly train: ParallelText;
  readonly validation: ParallelText;
  readonly test: ParallelText;
}

const [source, target] = ['en', 'fr'] as const;

/** How the files of a part begin in the layout of Multi30k. */
const parts = { train: 'train.', validation: 'val.', test: 'test_2016_flickr.' } as const;

/** Sentences at the end of one parallel text that are for the test, and as many before them for validation. */
const heldOut = 1000;

const embedded = fileURLToPath(new URL('../../../data/ts-diagnostics/messages', import.meta.url));

/**
 * Reads parallel texts.
 *
 * | data | text | split |
 * | --- | --- | --- |
 * | none | messages of the TypeScript compiler, English to German, which come with this program | every tenth for validation and for the test |
 * | a folder | Multi30k, English to French: train, val and test_2016_flickr, each .en and .fr, packed or not | as it is |
 * | a path without its languages | PATH.en and PATH.fr, for example Europarl | the last 1000 for the test, 1000 before for validation |
 *
 * @throws InvalidArgumentError for a path with none of these.
 * @throws ParallelTextError for files that do not belong together, and TextFileError for those that are no text.
 */
export async function readTranslationData(data: string | undefined): Promise<TranslationData> {
  if (data === undefined) return everyTenth(await readParallelText(`${embedded}.en.gz`, `${embedded}.de.gz`));
  const name = `${basename(resolve(data))} ${source}-${target}`;
  const inside = await namesIn(data);
  if (inside === undefined) {
    const files = await namesIn(dirname(data));
    const pair = pairIn(files ?? [], `${basename(data)}.`);
    if (pair === undefined) throw dataExpected(data);
    return { name, ...lastOnes(await readPair(dirname(data), pair)) };
  }
  const [train, validation, test] = await Promise.all(
    Object.values(parts).map((beginning) => {
      const pair = pairIn(inside, beginning);
      if (pair === undefined)
        throw dataExpected(data, `It has no ${beginning}${source} and ${beginning}${target}.`);
      return readPair(data, pair);
    }),
  );
  return { name, train: train!, validation: validation!, test: test! };
}

/** Throws for data that cannot be read, and without a path for the preset that needs one. */
export async function checkTranslationData(data: string | undefined, preset: PresetName): Promise<void> {
  if (data !== undefined) await readTranslationData(data);
  else if (preset === 'paper') throw dataExpected(undefined);
}

type Pair = readonly [source: string, target: string];

/** The two files that begin so: `train.en` and `train.fr`, also `train.lc.norm.tok.en.gz`. */
function pairIn(names: readonly string[], beginning: string): Pair | undefined {
  const [first, second] = [source, target].map((language) =>
    names.find((name) => name.startsWith(beginning) && name.replace(/\.gz$/, '').endsWith(`.${language}`)),
  );
  return first === undefined || second === undefined ? undefined : [first, second];
}

function readPair(folder: string, [first, second]: Pair): Promise<ParallelText> {
  return readParallelText(join(folder, first), join(folder, second));
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
      `name a folder of Multi30k with train, val and test_2016_flickr, each as .${source} and as .${target} (also ` +
      `train.lc.norm.tok.${source}, and with .gz at the end), or the beginning of two files PATH.${source} and PATH.${target}`,
    advice:
      `${problem === '' ? '' : `${problem} `}Multi30k is at github.com/multi30k/dataset, folder data/task1/tok; Europarl, ` +
      'europarl-v7.fr-en, at statmt.org/europarl. The presets smoke and quick take messages of the TypeScript compiler, ' +
      'which come with this program, and need no --data.',
  });
}
