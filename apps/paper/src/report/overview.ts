import type { Metric } from '../experiment/experiment.ts';
import type { Row } from './rows.ts';
import type { Section } from './section.ts';

/** What stands in a line of the overview: an experiment in its first metric. */
export interface OverviewLine {
  readonly name: string;
  readonly title: string;
  readonly metric: string;
  /** Of the first arm, the one without hard or noisy units. */
  readonly reference: Numbers;
  /** Of the best arm, which may be another one here than in the paper. */
  readonly best: Numbers;
}

/** As text; `-` where there is none. */
interface Numbers {
  readonly published: string;
  readonly here: string;
}

export const overviewTitle = 'At a glance';

export const overviewText =
  'For each experiment the first of its metrics: of the reference, which has neither hard units nor noise, and of the arm ' +
  'that is best in it, in the paper and here.';

/** Compares, for each experiment, the reference and the best arm with what was published. */
export function overviewOf(sections: readonly Section[]): OverviewLine[] {
  return sections.map(({ experiment: { name, title, arms, metrics }, rows }) => {
    const [metric] = metrics;
    const own = rows.filter((row) => row.metric === metric.name);
    const reference = own.find(({ arm }) => arm === arms[0].name)!;
    const numbers = { published: (row: Row) => row.published, here: (row: Row) => row.ours?.median ?? null };
    const bestOf = (number: (row: Row) => number | null): string => {
      const sign = metric.better === 'lower' ? 1 : -1;
      const [best] = own
        .filter((row) => number(row) !== null)
        .toSorted((a, b) => sign * (number(a)! - number(b)!));
      return best === undefined ? '-' : `${numberText(number(best), metric)} (${best.arm})`;
    };
    return {
      name,
      title,
      metric: metric.unit === '' ? metric.name : `${metric.name}, ${metric.unit}`,
      reference: {
        published: numberText(numbers.published(reference), metric),
        here: numberText(numbers.here(reference), metric),
      },
      best: { published: bestOf(numbers.published), here: bestOf(numbers.here) },
    };
  });
}

function numberText(number: number | null, { digits }: Metric): string {
  return number?.toFixed(digits) ?? '-';
}
