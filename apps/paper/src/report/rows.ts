import type { Experiment, Metric, PresetName } from '../experiment/experiment.ts';
import type { RunResult } from '../results/result.ts';
import { spreadOf } from './statistics.ts';

/** One line of the table: what was published and what was measured of an arm in a metric. */
export interface Row {
  readonly experiment: string;
  readonly preset: PresetName;
  readonly arm: string;
  readonly metric: string;
  readonly unit: string;
  /** Null where there is no run yet. */
  readonly ours: {
    readonly median: number;
    readonly min: number;
    readonly max: number;
    readonly seeds: readonly number[];
  } | null;
  /** Null where none was published. */
  readonly published: number | null;
}

/** A line for every arm and metric of an experiment, also where nothing was run. */
export function rowsOf(experiment: Experiment, preset: PresetName, results: readonly RunResult[]): Row[] {
  return experiment.arms.flatMap((arm) => {
    const runs = results.filter((result) => result.arm === arm.name);
    return experiment.metrics.map(({ name, unit }) => {
      const { median, min, max } = spreadOf(runs.map(({ metrics }) => metrics[name]!)) ?? {};
      return {
        experiment: experiment.name,
        preset,
        arm: arm.name,
        metric: name,
        unit,
        ours:
          median === undefined ? null : { median, min: min!, max: max!, seeds: runs.map(({ seed }) => seed) },
        published: arm.published?.[name] ?? null,
      };
    });
  });
}

/** `9.53`, `9.53 (8.10 to 12.00)`, `missing`. */
export function oursText({ ours }: Pick<Row, 'ours'>, { digits }: Pick<Metric, 'digits'>): string {
  if (ours === null) return 'missing';
  const [median, min, max] = [ours.median, ours.min, ours.max].map((each) => each.toFixed(digits));
  return min === max ? median! : `${median} (${min} to ${max})`;
}

/** `12.00`, `-` where there is no number. */
export function numberText(number: number | null, { digits }: Pick<Metric, 'digits'>): string {
  return number?.toFixed(digits) ?? '-';
}

/** Name and unit of a metric. */
export function metricLabel({ name, unit }: Pick<Metric, 'name' | 'unit'>): string {
  return unit === '' ? name : `${name}, ${unit}`;
}
