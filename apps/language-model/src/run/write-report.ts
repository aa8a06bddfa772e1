import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModelConfig } from '@unsaturate/train';
import { readEvents } from 'shared/report';
import { renderReport } from '../report/render-report.ts';
import { hasAlpha, hasNoise } from './arm-settings.ts';
import type { RunConfig } from './run-config.ts';
import type { Setup } from './setup.ts';

/** The event log of a run folder. */
export const eventsFile = 'events.jsonl';

/** What the sites of a cell are, as its charts name them. */
const sites: Readonly<Record<LanguageModelConfig['cell'], string>> = {
  lstm: 'The sites of an LSTM: i input gate, f forget gate, c candidate, o output gate, h output.',
  gru: 'The sites of a GRU: z update gate, r reset gate, h candidate.',
};

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
  { preset, corpus, train }: Setup,
  perplexities: Readonly<Record<string, number>>,
  sample: string,
): Promise<string> {
  const { cell, layers, units } = preset.model;
  const html = renderReport({
    title: titleOf(run, cell, corpus.name),
    note: sites[cell],
    settings: [
      ['preset', run.preset],
      ['text', `${corpus.name}, ${corpus.vocabulary.level} level`],
      ['tokens to learn from', String(corpus.train.length)],
      ['vocabulary', String(corpus.vocabulary.tokens.length)],
      ['model', `${layers} x ${cell.toUpperCase()} of ${units} units`],
      ['activations', run.arm],
      ...(hasAlpha(run.arm) ? ([['alpha', String(run.alpha)]] as const) : []),
      ...(hasNoise(run.arm) ? ([['noise scale c', String(run.noiseScale)]] as const) : []),
      ['window', `${preset.batchSize} columns of ${preset.timeSteps} time steps`],
      ['updates an epoch', String(train.batchesPerEpoch)],
      ['optimizer', preset.optimizer().name],
      ['gradient norm limit', String(preset.clipNorm)],
      ['seed', String(run.seed)],
    ],
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

/** `Noisy LSTM (NAH) on moby-dick`, `LSTM (hard) on moby-dick`. */
function titleOf({ arm }: RunConfig, cell: LanguageModelConfig['cell'], text: string): string {
  const name = cell.toUpperCase();
  return `${hasNoise(arm) ? `Noisy ${name} (${arm.toUpperCase()})` : `${name} (${arm})`} on ${text}`;
}
