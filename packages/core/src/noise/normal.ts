import { assertUint32 } from '../errors.ts';
import { assertWords, threefryInto, type Words } from './threefry.ts';

/** Maps a random word to the open interval: `v = ((w >>> 9) + 0.5) 2^-22 - 1`, exact in float32, never 0 or ±1. */
export function uniformFromWord(word: number): number {
  return ((word >>> 9) + 0.5) * 2 ** -22 - 1;
}

/**
 * Inverse error function by Giles' single-precision polynomials.
 *
 * Relative error below 2e-7 for `|v| <= 1 - 2^-24`, which covers {@link uniformFromWord}; closer to ±1 the polynomials
 * extrapolate and accuracy is lost.
 *
 * @see Giles 2010, "Approximating the erfinv function", table 5.
 */
export function erfinv(v: number): number {
  const w = -Math.log((1 - v) * (1 + v));
  return v * (w < 5 ? centralPolynomial(w - 2.5) : tailPolynomial(Math.sqrt(w) - 3));
}

function centralPolynomial(w: number): number {
  let p = 2.81022636e-8;
  p = 3.43273939e-7 + p * w;
  p = -3.5233877e-6 + p * w;
  p = -4.39150654e-6 + p * w;
  p = 0.00021858087 + p * w;
  p = -0.00125372503 + p * w;
  p = -0.00417768164 + p * w;
  p = 0.246640727 + p * w;
  return 1.50140941 + p * w;
}

function tailPolynomial(w: number): number {
  let p = -0.000200214257;
  p = 0.000100950558 + p * w;
  p = 0.00134934322 + p * w;
  p = -0.00367342844 + p * w;
  p = 0.00573950773 + p * w;
  p = -0.0076224613 + p * w;
  p = 0.00943887047 + p * w;
  p = 1.00167406 + p * w;
  return 2.83297682 + p * w;
}

/** A standard normal from a random word: `xi = sqrt(2) erfinv(v)`. */
export function normalFromWord(word: number): number {
  return normalFromUniform(uniformFromWord(word));
}

/**
 * The noise tensor of one stream number: element `e` (flat, row-major) is word `e & 1` of block `e >> 1`, that is of
 * `threefry2x32(key, [e >> 1, stream])`.
 *
 * @param key - Key of the noise stream.
 * @param stream - Stream number, an unsigned 32-bit integer.
 * @param out - Filled with standard normals and returned.
 * @throws InvalidArgumentError if a word of the key or `stream` is not an unsigned 32-bit integer.
 */
export function fillNormals<Out extends Float32Array | Float64Array>(
  key: Words,
  stream: number,
  out: Out,
): Out {
  fillFromWords('fillNormals', key, stream, out);
  for (let e = 0; e < out.length; e++) out[e] = normalFromUniform(out[e]!);
  return out;
}

/** As {@link fillNormals}, with uniforms on (-1, 1). */
export function fillUniforms<Out extends Float32Array | Float64Array>(
  key: Words,
  stream: number,
  out: Out,
): Out {
  fillFromWords('fillUniforms', key, stream, out);
  return out;
}

function normalFromUniform(v: number): number {
  return Math.SQRT2 * erfinv(v);
}

function fillFromWords(where: string, key: Words, stream: number, out: Float32Array | Float64Array): void {
  assertWords(where, 'key', key);
  assertUint32(where, 'stream', stream);
  const words = new Uint32Array(2);
  const n = out.length;
  for (let e = 0; e < n; e += 2) {
    threefryInto(words, key, e >>> 1, stream);
    out[e] = uniformFromWord(words[0]!);
    if (e + 1 < n) out[e + 1] = uniformFromWord(words[1]!);
  }
}
