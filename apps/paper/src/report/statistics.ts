/** Median, smallest and largest of some numbers. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many numbers. */
  readonly count: number;
}

/** The spread of some numbers; of an even number of them the median is the mean of the two in the middle. */
export function spreadOf(numbers: readonly number[]): Spread | undefined {
  if (numbers.length === 0) return undefined;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)!, count: sorted.length };
}
