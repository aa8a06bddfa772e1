/** Which programs: each belongs to one of the three. */
export type ProgramSplit = 'train' | 'validation' | 'test';

/** All of them; the hash of a program, modulo 3, is the place of its split. */
export const programSplits: readonly ProgramSplit[] = ['train', 'validation', 'test'];

/**
 * The split of a program: a hash of its text up to `@` inclusive, modulo 3.
 *
 * FNV-1a, 32 bits, of the characters, all of them ASCII: `hash = (hash xor byte) * 16777619 mod 2^32`, from 2166136261.
 *
 * @see Fowler, Noll, Vo, Eastlake, "The FNV non-cryptographic hash algorithm" (RFC 9923).
 */
export function splitOf(code: string): ProgramSplit {
  let hash = 2_166_136_261;
  for (let i = 0; i < code.length; i++) hash = Math.imul(hash ^ code.codePointAt(i)!, 16_777_619);
  return programSplits[(hash >>> 0) % 3]!;
}
