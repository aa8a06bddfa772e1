import { count } from 'shared/command-line';
import type { Chart } from 'shared/report';
import type { Experiment, PresetName } from '../experiment/experiment.ts';
import type { Picture } from '../experiment/picture.ts';
import type { RunResult } from '../results/result.ts';
import { chartsOf } from './charts.ts';
import { findingsOf } from './findings.ts';
import { type Row, rowsOf } from './rows.ts';
import { settingsOf } from './run-settings.ts';

/** A picture and whose it is. */
export interface ShownPicture {
  readonly caption: string;
  readonly picture: Picture;
}

/** What the report says of an experiment, before it becomes HTML or Markdown. */
export interface Section {
  readonly experiment: Experiment;
  readonly preset: PresetName;
  readonly rows: readonly Row[];
  readonly charts: readonly Chart[];
  readonly findings: readonly string[];
  /** Name and value, equal in all runs. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly pictures: readonly ShownPicture[];
  /** Who made the runs, one line for each kind of machine and commit. */
  readonly making: readonly string[];
}

/** Makes the section of an experiment from its results files alone. */
export function sectionOf(
  experiment: Experiment,
  preset: PresetName,
  results: readonly RunResult[],
): Section {
  const rows = rowsOf(experiment, preset, results);
  return {
    experiment,
    preset,
    rows,
    charts: chartsOf(experiment, results),
    findings: findingsOf(experiment, rows),
    settings: settingsOf(results),
    pictures: results.flatMap(({ arm, seed, pictures }) =>
      pictures.map((picture) => ({ caption: `${picture.title} (${arm}, seed ${seed})`, picture })),
    ),
    making: makingOf(results),
  };
}

function makingOf(results: readonly RunResult[]): string[] {
  const kinds = new Map<string, RunResult[]>();
  for (const result of results) {
    const kind = kindOf(result);
    kinds.set(kind, [...(kinds.get(kind) ?? []), result]);
  }
  return [...kinds].map(([kind, runs]) => {
    const minutes = runs.reduce((sum, { made }) => sum + made.wallSeconds / 60, 0);
    const dates = runs.map(({ made }) => made.date.slice(0, 10)).toSorted();
    const when = dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`;
    return `${count(runs.length, 'run')}, ${kind}: ${minutes.toFixed(1)} minutes added up, ${when}`;
  });
}

function kindOf({ made: { commit, dirty, machine } }: RunResult): string {
  const source = `commit ${commit.slice(0, 12)}${dirty ? ' with changes' : ''}`;
  const cpu = `${machine.cpu}, ${count(machine.cores, 'core')}`;
  return `${source}, ${machine.gpu === undefined ? cpu : `${machine.gpu}; ${cpu}`}, Node ${machine.node}`;
}
