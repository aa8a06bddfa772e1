import { assertUint32, InvalidArgumentError, UnsaturateError } from '../errors.ts';
import { assertWords, threefry2x32, type Words } from './threefry.ts';

/**
 * Where noise comes from: a key, and the number the next noise tensor takes.
 *
 * These three words are the whole state. Copy them into a checkpoint and the noise goes on exactly where it stopped.
 */
export interface NoiseStream {
  readonly key: Words;
  /** Stream number of the next noise tensor, an unsigned 32-bit integer. */
  next: number;
}

/** The stream numbers of a key, 0 to 2^32 - 2, are used up; 2^32 - 1 belongs to `fold`. */
export class NoiseStreamExhaustedError extends UnsaturateError {
  constructor(next: number, count: number) {
    super(
      'NoiseStreamExhaustedError',
      `takeStreamNumbers: ${count} more stream numbers from ${next} on would repeat noise; ` +
        'go on with a new stream, for example createNoiseStream(fold(key, n)) with an n of 4 or more.',
    );
  }
}

/**
 * Makes a noise stream.
 *
 * @param seed - A safe integer >= 0, whose low and high words become the key, or the key itself.
 * @param next - Stream number to begin with, default 0.
 * @throws {@link InvalidArgumentError} if the seed, a word of the key or `next` is out of range.
 *
 * @example
 * ```ts
 * createNoiseStream(7) // => { key: [7, 0], next: 0 }
 * ```
 */
export function createNoiseStream(seed: number | Words, next = 0): NoiseStream {
  const where = 'createNoiseStream';
  assertUint32(where, 'next', next);
  return { key: Array.isArray(seed) ? checkedKey(where, seed) : keyFromSeed(where, seed), next };
}

/**
 * Takes `count` consecutive stream numbers and returns the first.
 *
 * @throws InvalidArgumentError if `count` is not an unsigned 32-bit integer.
 * @throws {@link NoiseStreamExhaustedError} rather than start again at 0, which would repeat noise.
 */
export function takeStreamNumbers(noise: NoiseStream, count: number): number {
  assertUint32('takeStreamNumbers', 'count', count);
  const first = noise.next;
  if (first + count > 0xffffffff) throw new NoiseStreamExhaustedError(first, count);
  noise.next = first + count;
  return first;
}

/**
 * An unsigned word that is uniform on 0 to 2^32 - 1: word `e` of stream number `stream`. For data order and the like.
 *
 * @throws InvalidArgumentError if a word of the key, `stream` or `e` is not an unsigned 32-bit integer.
 */
export function randomWord(key: Words, stream: number, e: number): number {
  assertUint32('randomWord', 'e', e);
  return threefry2x32(key, [e >>> 1, stream])[e & 1]!;
}

function keyFromSeed(where: string, seed: unknown): Words {
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0) {
    throw new InvalidArgumentError({
      where,
      argument: 'seed',
      value: seed,
      rule: 'be an integer from 0 to 2^53 - 1',
    });
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

function checkedKey(where: string, key: unknown): Words {
  assertWords(where, 'key', key);
  return [key[0], key[1]];
}
