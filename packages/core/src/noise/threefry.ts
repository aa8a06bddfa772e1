import { assertUint32, InvalidArgumentError } from '../errors.ts';

/** Two unsigned 32-bit words: a key, a counter, or what the cipher makes of them. */
export type Words = readonly [number, number];

/** Rounds of the noise stream. */
const streamRounds = 13;

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;

/**
 * Threefry2x32, a counter-based random number generator: a keyed bijection of two 32-bit words.
 *
 * Each round is `x0 += x1; x1 = rotl(x1, r) ^ x0`; after every fourth round two words of the key schedule are added.
 *
 * @param key - Two unsigned 32-bit words.
 * @param counter - Two unsigned 32-bit words; equal counters under one key give equal words.
 * @param rounds - 13 for the noise stream (the fewest without a known statistical flaw); 20 is Random123's default.
 * @returns Two unsigned 32-bit words.
 * @throws InvalidArgumentError if a word or `rounds` is not an unsigned 32-bit integer.
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.
 *
 * @example
 * ```ts
 * threefry2x32([0, 0], [0, 0]) // => [2635882182, 2345994033]
 * ```
 */
export function threefry2x32(key: Words, counter: Words, rounds: number = streamRounds): [number, number] {
  const where = 'threefry2x32';
  assertWords(where, 'key', key);
  assertWords(where, 'counter', counter);
  assertUint32(where, 'rounds', rounds);
  const [first, second] = threefryInto(new Uint32Array(2), key, counter[0], counter[1], rounds);
  return [first!, second!];
}

/** As {@link threefry2x32}, unchecked and without allocation: writes the two words to `out` and returns it. */
export function threefryInto(
  out: Uint32Array,
  key: Words,
  counter0: number,
  counter1: number,
  rounds: number = streamRounds,
): Uint32Array {
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  let k2 = parity ^ k0 ^ k1;
  let x0 = (counter0 + k0) | 0;
  let x1 = (counter1 + k1) | 0;
  for (let round = 1; round <= rounds; round++) {
    const r = rotations[(round - 1) & 7]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 0) {
      [k0, k1, k2] = [k1, k2, k0];
      x0 = (x0 + k0) | 0;
      x1 = (x1 + k1 + (round >> 2)) | 0;
    }
  }
  out[0] = x0;
  out[1] = x1;
  return out;
}

/**
 * A key for another purpose, derived from a key: `fold(key, n) = threefry2x32(key, (n, 0xFFFFFFFF))`.
 *
 * Uses reserved by this project: 1 dropout masks, 2 parameter initialisation, 3 data order.
 *
 * @param purpose - n, an unsigned 32-bit integer.
 * @throws InvalidArgumentError if a word of the key or `purpose` is not an unsigned 32-bit integer.
 */
export function fold(key: Words, purpose: number): [number, number] {
  assertUint32('fold', 'purpose', purpose);
  return threefry2x32(key, [purpose, 0xffffffff]);
}

/** Throws an InvalidArgumentError unless `words` is an array of two unsigned 32-bit integers. */
export function assertWords(where: string, argument: string, words: unknown): asserts words is Words {
  if (!Array.isArray(words) || words.length !== 2) {
    const rule = 'be an array of two unsigned 32-bit integers';
    throw new InvalidArgumentError({ where, argument, value: words, rule });
  }
  assertUint32(where, `${argument}[0]`, words[0]);
  assertUint32(where, `${argument}[1]`, words[1]);
}
