import type { Experiment } from '../experiment/experiment.ts';
import { metricLabel, numberText, oursText, type Row } from './rows.ts';

/** The rows as aligned columns of text. */
export function textTable(experiments: readonly Experiment[], rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const metric = experiments
      .find(({ name }) => name === row.experiment)!
      .metrics.find(({ name }) => name === row.metric)!;
    return [
      row.experiment,
      row.arm,
      metricLabel(metric),
      oursText(row, metric),
      row.ours === null ? '' : row.ours.seeds.join(','),
      numberText(row.published, metric),
    ];
  });
  const lines = [['experiment', 'arm', 'metric', 'ours', 'seeds', 'published'], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
