import { usualFolders } from '../commands/folders.ts';
import type { PresetName } from '../experiment/experiment.ts';
import { experiments } from '../experiments/index.ts';
import { readResults } from '../results/result-files.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { sectionOf } from './section.ts';

/** The report of all experiments at a preset, from the results files in the repository. */
export function wholeReport(preset: PresetName): { readonly html: string; readonly markdown: string } {
  const sections = experiments.map((experiment) =>
    sectionOf(experiment, preset, readResults(usualFolders, experiment.name, preset)),
  );
  return { html: renderHtml(sections), markdown: renderMarkdown(sections) };
}
