/** A value after an update. */
export type Point = readonly [update: number, value: number];

/** Mean of each point and of up to `reach` neighbours on either side; near the ends there are fewer. */
export function smooth(points: readonly Point[], reach: number): Point[] {
  const sums = [0];
  for (const [, value] of points) sums.push(sums.at(-1)! + value);
  return points.map(([update], i) => {
    const start = Math.max(i - reach, 0);
    const end = Math.min(i + reach + 1, points.length);
    return [update, (sums[end]! - sums[start]!) / (end - start)];
  });
}
