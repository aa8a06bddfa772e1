import { count } from 'shared/command-line';
import type { Experiment, Metric } from '../experiment/experiment.ts';
import type { Row } from './rows.ts';

/**
 * What agrees with the published numbers and what does not, in sentences made from the rows of an experiment: for each
 * metric the order of every two arms that have both numbers, then what is missing.
 */
export function findingsOf(experiment: Experiment, rows: readonly Row[]): string[] {
  const orders = experiment.metrics.flatMap((metric) =>
    orderFindings(
      metric,
      rows.filter((row) => row.metric === metric.name),
    ),
  );
  return [...orders, ...missing(rows)];
}

interface Pair {
  readonly first: Row;
  readonly second: Row;
}

function orderFindings({ name, unit, better, digits }: Metric, rows: readonly Row[]): string[] {
  const measured = rows.filter(({ ours }) => ours !== null);
  if (measured.length === 0) return [];
  const say = (value: number): string => `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
  const sign = better === 'lower' ? 1 : -1;
  const sorted = measured.toSorted((a, b) => sign * (a.ours!.median - b.ours!.median));
  const [best] = sorted;
  const findings = [`Best ${name} here: ${best!.arm}, median ${say(best!.ours!.median)}.`];
  if (measured.length > 1) findings.push(`From best to worst: ${sorted.map(({ arm }) => arm).join(', ')}.`);

  const pairs = pairsOf(measured.filter(({ published }) => published !== null));
  // Each pair stands with the arm first that was published as the better one.
  const ordered = pairs
    .filter(({ first, second }) => first.published !== second.published)
    .map(({ first, second }) =>
      sign * (first.published! - second.published!) < 0
        ? { first, second }
        : { first: second, second: first },
    );
  const agreeing = ordered.filter(
    ({ first, second }) => sign * (first.ours!.median - second.ours!.median) < 0,
  );
  if (ordered.length === 0) return findings;
  findings.push(
    `${agreeing.length} of ${count(ordered.length, 'pair')} of arms are in the published order by their medians.`,
  );
  for (const pair of ordered.filter((each) => !agreeing.includes(each))) {
    const { first, second } = pair;
    findings.push(
      `Not as published: ${first.arm} (${say(first.published!)} published, ${say(first.ours!.median)} here) is not ` +
        `better than ${second.arm} (${say(second.published!)}, ${say(second.ours!.median)}).`,
    );
  }
  if (agreeing.length === 0) return findings;
  const apart = agreeing.filter(({ first, second }) => isApart(first, second));
  findings.push(
    `In ${apart.length} of ${count(agreeing.length, 'pair')} in the published order no seed of the worse arm is as good as ` +
      'any of the better one.',
  );
  return findings;
}

function pairsOf(rows: readonly Row[]): Pair[] {
  return rows.flatMap((first, i) => rows.slice(i + 1).map((second) => ({ first, second })));
}

/** Whether the ranges of two arms do not meet. */
function isApart({ ours: a }: Row, { ours: b }: Row): boolean {
  return a!.max < b!.min || b!.max < a!.min;
}

function missing(rows: readonly Row[]): string[] {
  const arms = [...new Set(rows.filter(({ ours }) => ours === null).map(({ arm }) => arm))];
  return arms.length === 0 ? [] : [`Not run yet: ${arms.join(', ')}.`];
}
