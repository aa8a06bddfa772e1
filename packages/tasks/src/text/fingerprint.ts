import type { Vocabulary } from './vocabulary.ts';

/**
 * A short name for a vocabulary: equal for vocabularies that encode every text alike, else different (but for a chance
 * of 2^-64). Tells whether a checkpoint and a text belong together without comparing the token lists.
 *
 * FNV-1a, 64 bits, of the UTF-8 bytes of the JSON list of level, format, lowerCase and the tokens in order:
 * `hash = (hash xor byte) * 1099511628211 mod 2^64`, from 14695981039346656037.
 *
 * @returns 16 hexadecimal digits.
 * @see Fowler, Noll, Vo, Eastlake, "The FNV non-cryptographic hash algorithm" (RFC 9923).
 *
 * @example
 * ```ts
 * fingerprint(checkpoint.vocabulary) === fingerprint(corpus.vocabulary)
 * ```
 */
export function fingerprint({ level, format, lowerCase, tokens }: Vocabulary): string {
  return fnv1a64(JSON.stringify([level, format, lowerCase, ...tokens]));
}

/** FNV-1a, 64 bits, of a string's UTF-8 bytes, as 16 hexadecimal digits. */
export function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
