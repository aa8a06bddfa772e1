import { join } from 'node:path';
import { assertOneOf } from '@unsaturate/core';
import { RunFileError } from '@unsaturate/train/node';
import { command } from 'shared/command-line';
import { presetNames } from '../experiment/experiment.ts';
import { wholeReport } from '../report/whole-report.ts';
import { writeWhole } from '../results/result-files.ts';
import { usualReport } from './folders.ts';

export const reportCommand = command({
  name: 'paper report',
  description: 'Write the report, an HTML page and the same as Markdown, from the results files.',
  args: {
    out: {
      type: 'string',
      description: 'Folder to write report.html and report.md into (default apps/paper/report)',
    },
    preset: { type: 'string', description: `Of which preset: ${presetNames.join(', ')} (default paper)` },
  },
  async run({ out = usualReport, preset = 'paper' }) {
    assertOneOf('report', '--preset', preset, presetNames);
    const { html, markdown } = wholeReport(preset);
    const page = join(out, 'report.html');
    try {
      await writeWhole(page, html);
      await writeWhole(join(out, 'report.md'), markdown);
    } catch (cause) {
      throw new RunFileError(
        'report',
        'write',
        page,
        cause,
        'Name a folder that can be written to with --out.',
      );
    }
    console.log(`${page} and report.md`);
    return 0;
  },
});
