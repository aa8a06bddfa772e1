import type { VectorOps } from '../math/index.ts';

/** Rounds of the noise stream. */
const rounds = 13;
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Third word of the key schedule of (k0, k1), but for the exclusive or with both. */
export const parity = 0x1bd11bda;

/**
 * Threefry2x32 of 13 rounds, one block in each lane: words 0 and 1 of the counters (block, stream).
 *
 * @param key - k0, k1 and {@link parity} ^ k0 ^ k1.
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.
 */
export function threefry<V>(
  v: VectorOps<V>,
  key: readonly [V, V, V],
  [block, stream]: readonly [V, V],
): [V, V] {
  let x0 = v.addInt(block, key[0]);
  let x1 = v.addInt(stream, key[1]);
  for (let round = 1; round <= rounds; round++) {
    x0 = v.addInt(x0, x1);
    x1 = v.xor(rotate(v, x1, rotations[(round - 1) & 7]!), x0);
    if ((round & 3) !== 0) continue;
    const group = round >> 2;
    x0 = v.addInt(x0, key[group % 3]!);
    x1 = v.addInt(x1, v.addInt(key[(group + 1) % 3]!, v.bits(group)));
  }
  return [x0, x1];
}

/** Rotates to the left. */
function rotate<V>(v: VectorOps<V>, x: V, count: number): V {
  return v.or(v.shiftLeft(x, count), v.shiftRightZeros(x, 32 - count));
}
