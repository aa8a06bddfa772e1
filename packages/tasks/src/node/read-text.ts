import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnsaturateError } from '@unsaturate/core';

/** Why a file cannot be read as text. */
export type TextFileProblem = 'missing' | 'directory' | 'unreadable' | 'damaged' | 'binary' | 'empty';

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
  missing: 'does not exist. Check the spelling; a relative path starts at the working directory.',
  directory: 'is a folder. Give the path of a file in it.',
  unreadable: 'cannot be opened. Check its permissions.',
  damaged: 'begins like a gzip file but cannot be unpacked. Download or pack it again.',
  binary: 'is not UTF-8 text. Save it as UTF-8 plain text, packed with gzip or not.',
  empty: 'holds no text: it is empty or all white space. Give a file with text in it.',
};

const unpack = promisify(gunzip);

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
  const bytes = await unpacked(path, await contents(path));
  const text = decodeUtf8(path, bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new TextFileError(path, 'empty');
  return text;
}

async function contents(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TextFileError(path, problemOf(cause), { cause });
  }
}

function problemOf(error: unknown): TextFileProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EISDIR' ? 'directory' : 'unreadable';
}

async function unpacked(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes);
  } catch (cause) {
    throw new TextFileError(path, 'damaged', { cause });
  }
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
