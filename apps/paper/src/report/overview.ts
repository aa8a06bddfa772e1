import type { Metric } from '../experiment/experiment.ts';
import { metricLabel, numberText } from './rows.ts';
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
  return sections.map(({ experiment: { name, title, metrics }, rows }) => {
    const [metric] = metrics;
    const own = rows.filter((row) => row.metric === metric.name); // in the order of the arms, the reference first
    const published = own.map(({ arm, published: number }) => ({ arm, number }));
    const here = own.map(({ arm, ours }) => ({ arm, number: ours?.median ?? null }));
    return {
      name,
      title,
      metric: metricLabel(metric),
      reference: {
        published: numberText(published[0]!.number, metric),
        here: numberText(here[0]!.number, metric),
      },
      best: { published: bestText(published, metric), here: bestText(here, metric) },
    };
  });
}

interface ArmNumber {
  readonly arm: string;
  readonly number: number | null;
}

/** `3.95 (nan-annealed)`. */
function bestText(numbers: readonly ArmNumber[], metric: Metric): string {
  const sign = metric.better === 'lower' ? 1 : -1;
  const [best] = numbers
    .flatMap(({ arm, number }) => (number === null ? [] : [{ arm, number }]))
    .toSorted((a, b) => sign * (a.number - b.number));
  return best === undefined ? '-' : `${numberText(best.number, metric)} (${best.arm})`;
}
