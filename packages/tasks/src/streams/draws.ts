import { fillUniforms, fold, threefry2x32, type Words } from '@unsaturate/core';

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
