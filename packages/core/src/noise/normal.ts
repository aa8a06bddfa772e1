import { threefry2x32, type Words } from './threefry.ts';

/** Maps a random word to the open interval: `v = ((w >>> 9) + 0.5) 2^-22 - 1`, exact in float32, never 0 or ±1. */
export function uniformFromWord(word: number): number {
  return ((word >>> 9) + 0.5) * 2 ** -22 - 1;
}

/**
 * Inverse error function by Giles' single-precision polynomials; relative error below 4e-7 on (-1, 1).
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
  return Math.SQRT2 * erfinv(uniformFromWord(word));
}

/**
 * The noise tensor of one stream number: element `e` (flat, row-major) is word `e & 1` of block `e >> 1`.
 *
 * @param key - Key of the noise stream.
 * @param stream - Stream number, an unsigned 32-bit integer.
 * @param out - Filled with standard normals and returned.
 */
export function fillNormals<Out extends Float32Array | Float64Array>(
  key: Words,
  stream: number,
  out: Out,
): Out {
  fillFromWords(key, stream, out, normalFromWord);
  return out;
}

/** As {@link fillNormals}, with uniforms on (-1, 1). */
export function fillUniforms<Out extends Float32Array | Float64Array>(
  key: Words,
  stream: number,
  out: Out,
): Out {
  fillFromWords(key, stream, out, uniformFromWord);
  return out;
}

function fillFromWords(
  key: Words,
  stream: number,
  out: Float32Array | Float64Array,
  fromWord: (word: number) => number,
): void {
  const n = out.length;
  for (let e = 0; e < n; e += 2) {
    const [first, second] = threefry2x32(key, [e >>> 1, stream]);
    out[e] = fromWord(first);
    if (e + 1 < n) out[e + 1] = fromWord(second);
  }
}
