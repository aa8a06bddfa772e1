import { TextFileError } from './text-file-error.ts';

/**
 * The text of UTF-8 bytes. Line ends become `\n` and a byte order mark is left out.
 *
 * @param path - Name of the file that the bytes are of, for errors.
 * @throws {@link TextFileError} if the bytes are no text (`problem` is 'binary') or all white space ('empty').
 *
 * @example
 * ```ts
 * const text = decodeText(file.name, new Uint8Array(await file.arrayBuffer()));
 * ```
 */
export function decodeText(path: string, bytes: Uint8Array): string {
  // A NUL byte is valid UTF-8 and no text.
  if (bytes.includes(0)) throw new TextFileError(path, 'binary');
  const text = decodeUtf8(path, bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new TextFileError(path, 'empty');
  return text;
}

function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TextFileError(path, 'binary', { cause });
  }
}
