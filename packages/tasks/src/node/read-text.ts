import { decodeText } from '../text/decode-text.ts';
import { TextFileError } from '../text/text-file-error.ts';
import { readBytes } from './read-bytes.ts';

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
  return decodeText(
    path,
    await readBytes(path, (problem, cause) => new TextFileError(path, problem, { cause })),
  );
}
