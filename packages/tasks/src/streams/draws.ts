import { fillUniforms, fold, randomWord, threefry2x32, type Words } from '@unsaturate/core';

/**
 * The key that batch n of a task draws from: `threefry2x32(fold(key, 3), (n mod 2^32, floor(n / 2^32)))`.
 *
 * The cipher is a bijection, so no two batches of one key share theirs.
 *
 * @param n - A safe integer >= 0.
 */
export function batchKey(key: Words, n: number): Words {
  return threefry2x32(fold(key, 3), [n >>> 0, Math.floor(n / 2 ** 32)]);
}

/**
 * Integers that are uniform on 0 to `below - 1`: element e is `floor(below u)`, u = (v + 1) / 2 with v of `fillUniforms`.
 *
 * u has 2^23 values, so a probability is off by at most 2^-23; it is exact where `below` is a power of two.
 *
 * @param stream - Stream number: draws for different purposes under one key take different ones.
 * @param below - An integer from 1 to 2^16.
 */
export function drawIntegers(key: Words, stream: number, count: number, below: number): Int32Array {
  const uniforms = fillUniforms(key, stream, new Float64Array(count));
  return Int32Array.from(uniforms, (v) => Math.floor(((v + 1) / 2) * below));
}

/** One integer that is uniform on `min` to `max` inclusive, as {@link drawIntegers} draws them. */
export function drawBetween(key: Words, stream: number, min: number, max: number): number {
  return min + drawIntegers(key, stream, 1, max - min + 1)[0]!;
}

/**
 * The numbers 0 to `count - 1` in the random order of epoch `epoch`: every order is as likely as any other.
 *
 * Drawn from the top down by Fisher and Yates, place i changing with place `floor((i + 1) w / 2^32)` of the words w of
 * {@link batchKey}, so that a probability is off by at most count / 2^32.
 */
export function drawOrder(key: Words, epoch: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const epochKey = batchKey(key, epoch);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(((i + 1) * randomWord(epochKey, 0, i)) / 2 ** 32);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

/** Draws an integer that is uniform on 0 to `below - 1`, another one at each call. */
export type DrawInteger = (below: number) => number;

/**
 * Integers one after another, as many as are asked for: call e gives `floor(below u)`, u = w 2^-53 with w the upper 53
 * bits of `threefry2x32(key, (e, stream))`.
 *
 * A probability is off by at most 2^-53; it is exact where `below` is a power of two.
 */
export function drawnIntegers(key: Words, stream: number): DrawInteger {
  let e = 0;
  return (below) => {
    const [high, low] = threefry2x32(key, [e++, stream]);
    return Math.floor(((high * 2 ** 21 + (low >>> 11)) / 2 ** 53) * below);
  };
}
