import type { HeatMap } from '../../experiment/picture.ts';

/** Locations with less weight than this at every step are left out. */
const seen = 0.2;

/**
 * Where the memory was written and read, step by step: one row for each location that got attention in one of both,
 * in the order in which they were written.
 *
 * @param reading - Weights of the head that reads [time, locations].
 * @param writing - Of the one that writes.
 */
export function weightPictures(reading: readonly number[][], writing: readonly number[][]): HeatMap[] {
  const locations = writing[0]!.map((_, location) => location);
  const highest = (weights: readonly number[][], location: number): number =>
    Math.max(...weights.map((step) => step[location]!));
  const firstWritten = (location: number): number =>
    writing.findIndex((step) => step[location] === highest(writing, location));
  const used = locations
    .filter((location) => highest(reading, location) >= seen || highest(writing, location) >= seen)
    .toSorted((a, b) => firstWritten(a) - firstWritten(b));
  const picture = (title: string, weights: readonly number[][]): HeatMap => ({
    kind: 'heat-map',
    title,
    across: 'time step',
    down: 'location of the memory',
    rows: used.map((location) => weights.map((step) => Math.round(100 * step[location]!) / 100)),
  });
  return [
    picture('Weights of the head that writes', writing),
    picture('Weights of the head that reads', reading),
  ];
}
