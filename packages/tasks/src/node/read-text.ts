import { UnsaturateError } from '@unsaturate/core';
import { explanations as byteExplanations, type FileProblem, readBytes } from './read-bytes.ts';

/** Why a file cannot be read as text. */
export type TextFileProblem = FileProblem | 'binary' | 'empty';

/** A file cannot be read as text; `problem` says why. */
export class TextFileError extends UnsaturateError {
  readonly path: string;
  readonly problem: TextFileProblem;

  constructor(path: string, problem: TextFileProblem, options?: ErrorOptions) {
    super('TextFileError', `readText: ${JSON.stringify(path)} ${explanations[problem]}`, options);
    this.path = path;
    this.problem = problem;
  }
}

const explanations: Readonly<Record<TextFileProblem, string>> = {
  ...byteExplanations,
  binary: 'is not UTF-8 text. Save it as UTF-8 plain text, packed with gzip or not.',
  empty: 'holds no text: it is empty or all white space. Give a file with text in it.',
};

/**
 * Reads a UTF-8 text file, packed with gzip or not (its first bytes tell, not its name).
 *
 * Line ends become `\n` and a byte order mark is left out.
 *
 * @throws {@link TextFileError} if the file is missing, a folder, not to be opened, damaged, binary or empty.
 *
 * @example
 * ```ts
 * const text = await readText('books/emma.txt.gz');
 * ```
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path, (problem, cause) => new TextFileError(path, problem, { cause }));
  const text = decodeUtf8(path, bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new TextFileError(path, 'empty');
  return text;
}

function decodeUtf8(path: string, bytes: Uint8Array): string {
  // A NUL byte is valid UTF-8 and no text.
  if (bytes.includes(0)) throw new TextFileError(path, 'binary');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TextFileError(path, 'binary', { cause });
  }
}
