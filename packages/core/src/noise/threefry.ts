/** Two unsigned 32-bit words: a key, a counter, or what the cipher makes of them. */
export type Words = readonly [number, number];

const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;

/**
 * Threefry2x32, a counter-based random number generator: a keyed bijection of two 32-bit words.
 *
 * Each round is `x0 += x1; x1 = rotl(x1, r) ^ x0`; a word of the key schedule is injected every fourth round.
 *
 * @param key - Two unsigned 32-bit words.
 * @param counter - Two unsigned 32-bit words; equal counters under one key give equal words.
 * @param rounds - 13 for the noise stream (the fewest that pass BigCrush), 20 in Random123's default.
 * @returns Two unsigned 32-bit words.
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.
 *
 * @example
 * ```ts
 * threefry2x32([0, 0], [0, 0]) // => [2635882182, 2345994033]
 * ```
 */
export function threefry2x32(key: Words, counter: Words, rounds = 13): [number, number] {
  const k0 = key[0] | 0;
  const k1 = key[1] | 0;
  const schedule = [k0, k1, parity ^ k0 ^ k1];
  let x0 = (counter[0] + k0) | 0;
  let x1 = (counter[1] + k1) | 0;
  for (let round = 0; round < rounds; round++) {
    const r = rotations[round & 7]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 3) {
      const injection = (round + 1) >> 2;
      x0 = (x0 + schedule[injection % 3]!) | 0;
      x1 = (x1 + schedule[(injection + 1) % 3]! + injection) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/**
 * A key for another purpose, derived from a key: `fold(key, n) = threefry2x32(key, (n, 0xFFFFFFFF))`.
 *
 * Uses reserved by this project: 1 dropout masks, 2 parameter initialisation, 3 data order.
 */
export function fold(key: Words, purpose: number): [number, number] {
  return threefry2x32(key, [purpose >>> 0, 0xffffffff]);
}
