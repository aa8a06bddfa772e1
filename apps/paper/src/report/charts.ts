import type { Band, Chart, Line } from 'shared/report';
import type { Arm, Experiment, Figure } from '../experiment/experiment.ts';
import type { RunResult } from '../results/result.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** The figures of an experiment: a line through the medians of each arm, a band over its seeds, published curves. */
export function chartsOf(experiment: Experiment, results: readonly RunResult[]): Chart[] {
  return experiment.figures.flatMap((figure) => chartOf(experiment, figure, results));
}

function chartOf({ arms }: Experiment, figure: Figure, results: readonly RunResult[]): Chart[] {
  const { value, as = 'nats', title, axis, scale, published = [] } = figure;
  const drawn = arms.map(({ name }, color) => {
    const runs = results.filter(({ arm }) => arm === name);
    return { name, color, seeds: runs.length, spreads: spreadsOf(value, units[as], runs) };
  });
  const updates = [
    ...new Set([
      ...drawn.flatMap(({ spreads }) => [...spreads.keys()]),
      ...published.flatMap(({ points }) => points.map(([update]) => update)),
    ]),
  ].toSorted((a, b) => a - b);
  const present = drawn.filter(({ spreads }) => spreads.size > 0);
  if (present.length === 0) return [];
  // Zero has no place on a logarithmic axis.
  const shown = (number: number | undefined): number | null =>
    number === undefined || (scale === 'log' && number <= 0) ? null : number;
  const along = (spreads: ReadonlyMap<number, Spread>, pick: keyof Spread) =>
    updates.map((update) => shown(spreads.get(update)?.[pick]));
  const lines: Line[] = [
    ...present.map(({ name, color, seeds, spreads }) => ({
      label: `${name}${seeds > 1 ? `, median of ${seeds}` : ''}`,
      style: 'line' as const,
      color,
      values: along(spreads, 'median'),
    })),
    ...publishedEnds(arms, figure, updates),
    ...published.map(({ label, points }, i) => {
      const values = new Map(points);
      return {
        label,
        style: 'points' as const,
        color: arms.length + i,
        values: updates.map((update) => shown(values.get(update))),
      };
    }),
  ];
  const bands: Band[] = present.flatMap(({ seeds, spreads }, line) =>
    seeds > 1 ? [{ line, low: along(spreads, 'min'), high: along(spreads, 'max') }] : [],
  );
  return [{ title, axis, scale, wide: true, updates, lines, bands }];
}

/** A point at the end of the curves for each arm with a published number. */
function publishedEnds(arms: readonly Arm[], { metric }: Figure, updates: readonly number[]): Line[] {
  if (metric === undefined) return [];
  return arms.flatMap(({ name, published }, color) => {
    const value = published?.[metric];
    if (value === undefined) return [];
    const values = updates.map((_, i) => (i === updates.length - 1 ? value : null));
    return [{ label: `${name}, published`, style: 'points' as const, color, values }];
  });
}

/** What a value in nats per token, or a share, is in other units. */
const units = {
  nats: (nats: number): number => nats,
  perplexity: Math.exp,
  bits: (nats: number): number => nats / Math.LN2,
  percent: (share: number): number => 100 * share,
};

/** By update, the spread of a value over the runs that have it there. */
function spreadsOf(
  value: string,
  unit: (value: number) => number,
  runs: readonly RunResult[],
): Map<number, Spread> {
  const numbers = new Map<number, number[]>();
  for (const { curve } of runs) {
    curve.updates.forEach((update, i) => {
      const number = curve.values[value]?.[i];
      if (typeof number === 'number') numbers.set(update, [...(numbers.get(update) ?? []), unit(number)]);
    });
  }
  return new Map([...numbers].map(([update, each]) => [update, spreadOf(each)!]));
}
