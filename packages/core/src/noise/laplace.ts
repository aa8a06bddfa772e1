import { fillUniforms } from './normal.ts';
import type { Words } from './threefry.ts';

/**
 * Laplace noise of mean 0 and variance 1, as standard normals have: the uniforms v of `fillUniforms` through the
 * inverse of its distribution function,
 *
 *     xi = -sgn(v) log(1 - |v|) / sqrt(2),   density exp(-sqrt(2) |xi|) / sqrt(2)
 *
 * Its tails are heavier than a normal's; |v| is at most 1 - 2^-23, so they end at `23 log(2) / sqrt(2) = 11.2731`.
 *
 * @param key - Key of the noise stream.
 * @param stream - Stream number, an unsigned 32-bit integer.
 * @param out - Filled with the noise and returned.
 * @throws InvalidArgumentError if a word of the key or `stream` is not an unsigned 32-bit integer.
 * @see Gulcehre et al. 2016, arXiv v3, figure 5, which compares it with normal noise.
 *
 * @example
 * ```ts
 * fillLaplaces([7, 0], 0, new Float32Array(4)) // the four uniforms of stream 0, as Laplace noise
 * ```
 */
export function fillLaplaces<Out extends Float32Array | Float64Array>(
  key: Words,
  stream: number,
  out: Out,
): Out {
  fillUniforms(key, stream, out);
  for (let e = 0; e < out.length; e++) out[e] = laplaceFromUniform(out[e]!);
  return out;
}

function laplaceFromUniform(v: number): number {
  return -Math.sign(v) * Math.log1p(-Math.abs(v)) * Math.SQRT1_2;
}
