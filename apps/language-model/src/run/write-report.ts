import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasAlpha, hasNoise, type RunConfig, type Setup, sites, titleOf } from 'shared/language-model';
import { readEvents } from 'shared/report';
import { renderReport } from '../report/render-report.ts';

/** The event log of a run folder. */
export const eventsFile = 'events.jsonl';

/** Path of the report of a run folder. */
export function reportPath(folder: string): string {
  return join(folder, 'report.html');
}

/** Whether a run folder has its report. */
export function hasReport(folder: string): boolean {
  return existsSync(reportPath(folder));
}

/** Writes report.html into a run folder and returns its path. */
export async function writeReport(
  folder: string,
  run: RunConfig,
  setup: Setup,
  perplexities: Readonly<Record<string, number>>,
  sample: string,
): Promise<string> {
  const html = renderReport({
    title: titleOf(run, setup.corpus.name),
    note: sites[setup.preset.model.cell],
    settings: settingsOf(run, setup),
    results: Object.entries(perplexities).map(([part, perplexity]) => [
      `${part} perplexity`,
      perplexity.toFixed(1),
    ]),
    events: readEvents(join(folder, eventsFile)),
    sample,
  });
  const path = reportPath(folder);
  await writeFile(path, html);
  return path;
}

/** The settings of a run by name, for people. */
function settingsOf(run: RunConfig, { preset, corpus, train }: Setup): (readonly [string, string])[] {
  const { cell, layers, units } = preset.model;
  return [
    ['preset', run.preset],
    ['text', `${corpus.name}, ${corpus.vocabulary.level} level`],
    ['tokens to learn from', String(corpus.train.length)],
    ['vocabulary', String(corpus.vocabulary.tokens.length)],
    ['model', `${layers} x ${cell.toUpperCase()} of ${units} units`],
    ['activations', run.arm],
    ...(hasAlpha(run.arm) ? ([['alpha', String(run.alpha)]] as const) : []),
    ...(hasNoise(run.arm) ? ([['noise scale c', `${run.noiseScale}, ${run.noiseSchedule}`]] as const) : []),
    ['window', `${preset.batchSize} columns of ${preset.timeSteps} time steps`],
    ['updates an epoch', String(train.batchesPerEpoch)],
    ['optimizer', preset.optimizer().name],
    ['gradient norm limit', String(preset.clipNorm)],
    ['seed', String(run.seed)],
  ];
}
