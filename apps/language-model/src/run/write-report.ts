import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvents } from '../report/read-events.ts';
import { renderReport } from '../report/render-report.ts';
import type { RunConfig } from './run-config.ts';
import type { Setup } from './setup.ts';

/** The event log of a run folder. */
export const eventsFile = 'events.jsonl';

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
    title: `${run.preset}: ${cell.toUpperCase()}, ${run.arm}`,
    settings: [
      ['text', `${corpus.name}, ${corpus.vocabulary.level} level`],
      ['tokens to learn from', String(corpus.train.length)],
      ['vocabulary', String(corpus.vocabulary.tokens.length)],
      ['model', `${layers} x ${cell.toUpperCase()} of ${units} units`],
      ['activations', run.arm],
      ['alpha', String(run.alpha)],
      ['noise scale c', String(run.noiseScale)],
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
  const path = join(folder, 'report.html');
  await writeFile(path, html);
  return path;
}
