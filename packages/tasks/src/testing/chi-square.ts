/** Pearson's statistic of observed counts against probabilities: `sum (observed - expected)^2 / expected`. */
export function chiSquare(observed: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < observed.length; k++) total += observed[k]!;
  let sum = 0;
  for (let k = 0; k < observed.length; k++) {
    const expected = total * probabilities[k]!;
    sum += (observed[k]! - expected) ** 2 / expected;
  }
  return sum;
}

/** How often each of 0 to `below - 1` is among the values. */
export function histogram(values: Iterable<number>, below: number): number[] {
  const counts = Array.from({ length: below }, () => 0);
  for (const value of values) counts[value]!++;
  return counts;
}

/** `count` equal probabilities. */
export const uniform = (count: number): number[] => Array.from({ length: count }, () => 1 / count);
