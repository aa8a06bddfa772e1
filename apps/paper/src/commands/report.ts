import { join } from 'node:path';
import { assertOneOf } from '@unsaturate/core';
import { command } from 'shared/command-line';
import { presetNames } from '../experiment/experiment.ts';
import { experiments } from '../experiments/index.ts';
import { renderHtml } from '../report/render-html.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { sectionOf } from '../report/section.ts';
import { readResults, writeWhole } from '../results/result-files.ts';
import { usualFolders, usualReport } from './folders.ts';

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
    const sections = experiments.map((experiment) =>
      sectionOf(experiment, preset, readResults(usualFolders, experiment.name, preset)),
    );
    const page = join(out, 'report.html');
    await writeWhole(page, renderHtml(sections));
    await writeWhole(join(out, 'report.md'), renderMarkdown(sections));
    console.log(`${page} and report.md`);
    return 0;
  },
});
