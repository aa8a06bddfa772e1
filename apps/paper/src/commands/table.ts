import { assertOneOf } from '@unsaturate/core';
import { command } from 'shared/command-line';
import { presetNames } from '../experiment/experiment.ts';
import { experiments } from '../experiments/index.ts';
import { rowsOf } from '../report/rows.ts';
import { textTable } from '../report/text-table.ts';
import { readResults } from '../results/result-files.ts';
import { usualFolders } from './folders.ts';

export const tableCommand = command({
  name: 'paper table',
  description: 'Print what was published and what was measured, and what is missing.',
  args: {
    json: { type: 'boolean', description: 'As JSON' },
    preset: { type: 'string', description: `Of which preset: ${presetNames.join(', ')} (default paper)` },
  },
  run({ json, preset = 'paper' }) {
    assertOneOf('table', '--preset', preset, presetNames);
    const rows = experiments.flatMap((experiment) =>
      rowsOf(experiment, preset, readResults(usualFolders, experiment.name, preset)),
    );
    console.log(json === true ? JSON.stringify(rows, null, 2) : textTable(experiments, rows));
    return Promise.resolve(0);
  },
});
