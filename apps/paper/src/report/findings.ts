import type { Experiment, Metric } from '../experiment/experiment.ts';
import type { Row } from './rows.ts';

/**
 * What agrees with the published numbers and what does not, in words made from the rows of an experiment: for each
 * metric the order of the arms, and of every two of them that have both numbers; then what is missing.
 */
export function findingsOf(experiment: Experiment, rows: readonly Row[]): string[] {
  const orders = experiment.metrics.flatMap((metric) => {
    const measured = rows.filter((row) => row.metric === metric.name && row.ours !== null);
    return measured.length === 0 ? [] : [orderFinding(metric, measured)];
  });
  return [...orders, ...missing(rows)];
}

/** Two arms, first the one that was published as the better one. */
interface Pair {
  readonly first: Row;
  readonly second: Row;
}

function orderFinding({ name, better }: Metric, measured: readonly Row[]): string {
  const sign = better === 'lower' ? 1 : -1;
  const ours = (a: Row, b: Row): number => sign * (a.ours!.median - b.ours!.median);
  const published = (a: Row, b: Row): number => sign * (a.published! - b.published!);
  const order = measured.toSorted(ours).map(({ arm }) => arm);
  const pairs = pairsOf(measured.filter((row) => row.published !== null).toSorted(published)).filter(
    ({ first, second }) => first.published !== second.published,
  );
  const agreeing = pairs.filter(({ first, second }) => ours(first, second) < 0);
  return [
    order.length === 1 ? `${name}: ${order[0]} alone.` : `${name}, from best to worst: ${order.join(', ')}.`,
    ...(pairs.length === 0 ? [] : [agreement(pairs, agreeing)]),
    ...apartness(agreeing),
  ].join(' ');
}

function agreement(pairs: readonly Pair[], agreeing: readonly Pair[]): string {
  const count = `In the published order by their medians: ${agreeing.length} of ${pairs.length} pairs of arms`;
  const others = pairs.filter((pair) => !agreeing.includes(pair));
  if (others.length === 0) return `${count}.`;
  const arms = [...new Set(others.map(({ first }) => first.arm))];
  const worseThan = (arm: string): string =>
    others
      .filter(({ first }) => first.arm === arm)
      .map(({ second }) => second.arm)
      .join(', ');
  return `${count}. Published the other way round: ${arms.map((arm) => `${arm} before ${worseThan(arm)}`).join('; ')}.`;
}

/** In how many pairs more seeds would hardly turn the order; nothing where an arm has one seed. */
function apartness(agreeing: readonly Pair[]): string[] {
  const repeated = agreeing.filter(({ first, second }) => hasSeeds(first) && hasSeeds(second));
  if (repeated.length === 0) return [];
  const apart = repeated.filter(({ first, second }) => isApart(first, second));
  return [
    `Of the pairs in the published order that have several seeds, ${apart.length} of ${repeated.length} have no seed of the ` +
      'worse arm as good as any of the better one.',
  ];
}

function pairsOf(rows: readonly Row[]): Pair[] {
  return rows.flatMap((first, i) => rows.slice(i + 1).map((second) => ({ first, second })));
}

/** Whether it can be seen how far the seeds of an arm differ. */
function hasSeeds({ ours }: Row): boolean {
  return ours!.seeds.length > 1;
}

/** Whether the ranges of two arms do not meet. */
function isApart({ ours: a }: Row, { ours: b }: Row): boolean {
  return a!.max < b!.min || b!.max < a!.min;
}

function missing(rows: readonly Row[]): string[] {
  const arms = [...new Set(rows.filter(({ ours }) => ours === null).map(({ arm }) => arm))];
  return arms.length === 0 ? [] : [`Not run yet: ${arms.join(', ')}.`];
}
