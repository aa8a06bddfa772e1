/** A part of 0 to size. */
export interface Share {
  readonly start: number;
  readonly length: number;
}

/**
 * Cuts 0 to size into at most `most` parts of about the same length, each but the last a multiple of `unit`; none
 * empty unless size is 0.
 */
export function shares(size: number, most: number, unit: number): Share[] {
  const units = Math.ceil(size / unit);
  const parts = Math.max(1, Math.min(most, units));
  const cut = (part: number): number => Math.min(size, unit * Math.floor((part * units) / parts));
  return Array.from({ length: parts }, (_, i) => ({ start: cut(i), length: cut(i + 1) - cut(i) }));
}
