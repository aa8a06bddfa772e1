import { UnsaturateError } from '@unsaturate/core';
import { readText } from './read-text.ts';

/** A text in two languages: line n of one is the translation of line n of the other. */
export interface ParallelText {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Two files do not have as many lines, so that one is not the translation of the other line by line. */
export class ParallelTextError extends UnsaturateError {
  /** The two files. */
  readonly paths: readonly [source: string, target: string];
  /** How many lines each has. */
  readonly lines: readonly [source: number, target: number];

  constructor(paths: readonly [string, string], lines: readonly [number, number]) {
    const [source, target] = paths.map((path, i) => `${JSON.stringify(path)} has ${lines[i]} lines`);
    super(
      'ParallelTextError',
      `readParallelText: ${source} and ${target}, but line n of one must be the translation of line n of the other. ` +
        'Give two files that were aligned with each other, and keep their empty lines.',
    );
    this.paths = paths;
    this.lines = lines;
  }
}

/**
 * Reads a parallel text: two UTF-8 files, each packed with gzip or not, with as many lines. Lines that are empty in one of
 * the languages are left out in both, as Europarl has them.
 *
 * @throws {@link ParallelTextError} for files of different numbers of lines.
 * @throws {@link TextFileError} for a file that is missing or is no text.
 *
 * @example
 * ```ts
 * const { source, target } = await readParallelText('europarl-v7.fr-en.en', 'europarl-v7.fr-en.fr');
 * ```
 */
export async function readParallelText(sourcePath: string, targetPath: string): Promise<ParallelText> {
  const texts = await Promise.all([readText(sourcePath), readText(targetPath)]);
  const [source, target] = texts.map(linesOf) as [string[], string[]];
  if (source.length !== target.length) {
    throw new ParallelTextError([sourcePath, targetPath], [source.length, target.length]);
  }
  const kept = (_: string, n: number): boolean => source[n]!.trim() !== '' && target[n]!.trim() !== '';
  return { source: source.filter(kept), target: target.filter(kept) };
}

/** Lines of a text, whose last one ends in a line end or does not. */
function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
