import { UnsaturateError } from '@unsaturate/core';
import { fileExplanations, type FileProblem } from '../file-problem.ts';
import { readBytes } from './read-bytes.ts';

/** Why a file is no array of bytes in the format IDX. */
export type IdxFileProblem = FileProblem | 'magic' | 'size';

/** A file is no IDX file of the kind expected; `problem` says why. */
export class IdxFileError extends UnsaturateError {
  readonly path: string;
  readonly problem: IdxFileProblem;

  constructor(path: string, problem: IdxFileProblem, explanation: string, options?: ErrorOptions) {
    super('IdxFileError', `readIdx: ${JSON.stringify(path)} ${explanation}`, options);
    this.path = path;
    this.problem = problem;
  }
}

/** An array of bytes with its shape. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Uint8Array;
}

/** Type code of unsigned bytes. */
const unsignedByte = 8;

/**
 * Reads an array of unsigned bytes in the format IDX, packed with gzip or not:
 *
 *     0 0 8 r      magic number: two zeros, the type, the number of dimensions
 *     n_1 ... n_r  sizes, 32 bits each, high byte first
 *     data         n_1 * ... * n_r bytes, row-major
 *
 * @param rank - Number of dimensions that is expected: 3 of images, 1 of labels.
 * @throws {@link IdxFileError} for a file that cannot be read or unpacked, has another magic number, or has fewer or more bytes than its sizes say.
 * @see LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats.
 *
 * @example
 * ```ts
 * const { shape } = await readIdx('data/mnist/t10k-images-idx3-ubyte.gz', 3); // => [10000, 28, 28]
 * ```
 */
export async function readIdx(path: string, rank: number): Promise<IdxArray> {
  const bytes = await readBytes(
    path,
    (problem, cause) => new IdxFileError(path, problem, fileExplanations[problem], { cause }),
  );
  const header = 4 * (1 + rank);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkMagic(path, view, rank);
  if (bytes.length < header) throw sizeError(path, bytes.length, `a header of ${header}`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 * (1 + i)));
  const length = shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== header + length) {
    throw sizeError(path, bytes.length, `${header + length} for the sizes [${shape.join(', ')}]`);
  }
  return { shape, data: bytes.subarray(header) };
}

function checkMagic(path: string, view: DataView, rank: number): void {
  const expected = unsignedByte * 256 + rank;
  const found = view.byteLength < 4 ? undefined : view.getUint32(0);
  if (found === expected) return;
  const got = found === undefined ? `only ${view.byteLength} bytes` : `the magic number ${found}`;
  throw new IdxFileError(
    path,
    'magic',
    `is no IDX file of unsigned bytes in ${rank} dimensions: it must begin with the magic number ${expected}, ` +
      `but it has ${got}. Give the file that its name promises.`,
  );
}

function sizeError(path: string, bytes: number, needed: string): IdxFileError {
  const explanation = `has ${bytes} bytes, but must have ${needed}. It was cut off or changed; download it again.`;
  return new IdxFileError(path, 'size', explanation);
}
