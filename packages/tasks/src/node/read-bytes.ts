import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FileProblem } from '../file-problem.ts';

const unpack = promisify(gunzip);

/**
 * Reads a file, packed with gzip or not: its first bytes tell, not its name.
 *
 * @param errorOf - Makes the error to throw.
 */
export async function readBytes(
  path: string,
  errorOf: (problem: FileProblem, cause: unknown) => Error,
): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw errorOf(problemOf(cause), cause);
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return unpack(bytes).catch((cause: unknown) => {
    throw errorOf('damaged', cause);
  });
}

function problemOf(error: unknown): FileProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EISDIR' ? 'directory' : 'unreadable';
}
