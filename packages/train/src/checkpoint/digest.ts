import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { lengthBytes } from './safetensors.ts';

// The digest is the first entry of the metadata, and the metadata is the first entry of the header: its place is known
// before anything is parsed, and it can be left out of what is hashed.
const opening = new TextEncoder().encode('{"__metadata__":{"sha256":"');
const digestStart = lengthBytes + opening.length;
const digestEnd = digestStart + 64;

/** First entry of the metadata of a file that is to be sealed. */
export const sealPlaceholder: Readonly<Record<'sha256', string>> = { sha256: '0'.repeat(64) };

/** Writes the sha256 of all other bytes of the file into its placeholder, in place. */
export function seal(bytes: Uint8Array): Uint8Array {
  bytes.set(new TextEncoder().encode(digest(bytes)), digestStart);
  return bytes;
}

/** Whether a file opens like a sealed one; a file that ends within the opening does. */
export function startsSealed(bytes: Uint8Array): boolean {
  return bytes.subarray(lengthBytes, digestStart).every((byte, i) => byte === opening[i]);
}

/** Whether no byte changed since the file was sealed. */
export function isSealed(bytes: Uint8Array): boolean {
  if (bytes.length < digestEnd) return false;
  return new TextDecoder().decode(bytes.subarray(digestStart, digestEnd)) === digest(bytes);
}

function digest(bytes: Uint8Array): string {
  const hash = sha256.create();
  hash.update(bytes.subarray(0, digestStart)).update(bytes.subarray(digestEnd));
  return bytesToHex(hash.digest());
}
