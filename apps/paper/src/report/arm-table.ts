import type { Experiment } from '../experiment/experiment.ts';
import { metricLabel, numberText, oursText, type Row } from './rows.ts';

/** The numbers of an experiment as the paper prints them: a line for each arm, all metrics beside each other. */
export interface ArmTable {
  readonly metrics: readonly TableMetric[];
  readonly lines: readonly ArmLine[];
}

interface TableMetric {
  /** Name and unit. */
  readonly label: string;
  /** Whether there is a published number of any arm. */
  readonly hasPublished: boolean;
}

interface ArmLine {
  readonly arm: string;
  readonly description: string;
  /** How many seeds were run. */
  readonly seeds: number;
  /** One for each metric. */
  readonly cells: readonly { readonly published: string; readonly ours: string }[];
}

/** Puts the rows of an experiment, as `rowsOf` makes them, into one table. */
export function armTableOf({ metrics, arms }: Experiment, rows: readonly Row[]): ArmTable {
  return {
    metrics: metrics.map((each) => ({
      label: metricLabel(each),
      hasPublished: rows.some(({ metric, published }) => metric === each.name && published !== null),
    })),
    lines: arms.map(({ name: arm, description }) => {
      const each = metrics.map((metric) => ({
        metric,
        row: rows.find((row) => row.arm === arm && row.metric === metric.name)!,
      }));
      return {
        arm,
        description,
        seeds: each[0]!.row.ours?.seeds.length ?? 0,
        cells: each.map(({ metric, row }) => ({
          published: numberText(row.published, metric),
          ours: oursText(row, metric),
        })),
      };
    }),
  };
}
