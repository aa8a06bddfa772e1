import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TrainEvent } from '@unsaturate/train';
import { type Chart, chartsOf } from './charts.ts';

import { escapeHtml, scriptJson } from './escape.ts';
import { pageScript } from './page-script.ts';
import { style } from './style.ts';

/** A training run as its report shows it. */
export interface Report {
  readonly title: string;
  /** Name and value, in a table. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Name and value, large, at the top: for example `['validation perplexity', '181.3']`. */
  readonly results: readonly (readonly [name: string, value: string])[];
  /** The event log of the run, as far as it got. */
  readonly events: readonly TrainEvent[];
  /** What helps to read the charts. */
  readonly note: string;
  /** Text drawn from the model; line breaks are kept. */
  readonly sample: string;
}

/**
 * One HTML page that shows a training run, finished or not. It needs nothing beside itself: no network, no other file.
 *
 * A part without content is left out.
 */
export function renderReport({ title, settings, results, events, note, sample }: Report): string {
  const charts = chartsOf(events);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${charts.length === 0 ? '' : uplotFile('dist/uPlot.min.css')}${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="outcome">${outcome(events)}</p>
${when(results.length > 0, () => `<dl class="results">${results.map(resultItem).join('')}</dl>`)}
${when(charts.length > 0, () => chartSection(charts, note))}
${when(sample !== '', () => `<h2>Sample</h2>\n<blockquote class="sample">${escapeHtml(sample)}</blockquote>`)}
${when(settings.length > 0, () => `<h2 id="settings">Settings</h2>\n<table class="settings" aria-labelledby="settings">${settings.map(settingRow).join('')}</table>`)}
</main>
${when(charts.length > 0, () => chartScripts(charts))}
</body>
</html>
`;
}

/** How far the run got. */
function outcome(events: readonly TrainEvent[]): string {
  const last = events.at(-1);
  if (last === undefined) return 'No update was made.';
  const where = `update ${last.update}`;
  if (last.type !== 'end') return `The log stops at ${where}: the run is still going on, or was killed.`;
  return last.reason === 'completed' ? `Completed at ${where}.` : `Interrupted at ${where}.`;
}

function resultItem([name, value]: readonly [string, string]): string {
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`;
}

function settingRow([name, value]: readonly [string, string]): string {
  return `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>\n`;
}

function chartSection(charts: readonly Chart[], note: string): string {
  return `<h2>Training</h2>
<p>Drag to zoom in, double-click to see all. A click on a label hides or shows its line. ${escapeHtml(note)}</p>
<noscript><p>The charts are drawn by JavaScript, which is switched off here.</p></noscript>
<div class="charts">${charts.map(chartFigure).join('')}</div>`;
}

function chartFigure(chart: Chart, i: number): string {
  return `
<figure${chart.wide ? ' class="wide"' : ''} aria-labelledby="title-${i}">
<h3 id="title-${i}">${escapeHtml(chart.title)}</h3>
<div class="plot" id="plot-${i}" role="img" tabindex="0" aria-label="${escapeHtml(inWords(chart))}"></div>
<div class="legend" id="legend-${i}"></div>
</figure>`;
}

/** What a chart shows, for those who cannot see it. */
function inWords({ title, axis, updates, lines }: Chart): string {
  const sentences = lines.map(({ label, values }) => {
    const at = values.flatMap((value, i) => (value === null ? [] : [i]));
    const [first, last] = [at[0]!, at.at(-1)!];
    return `${label}: ${values[first]} at update ${updates[first]}, ${values[last]} at update ${updates[last]}.`;
  });
  return `${title}, ${axis}. ${sentences.join(' ')} Arrow keys move the cursor.`;
}

function chartScripts(charts: readonly Chart[]): string {
  return `<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>
/*
${uplotFile('LICENSE')}*/
${uplotFile('dist/uPlot.iife.min.js')}
</script>
<script type="module">
${pageScript}
drawCharts(JSON.parse(document.getElementById('charts').textContent), uPlot);
</script>`;
}

function uplotFile(path: string): string {
  const dist = dirname(createRequire(import.meta.url).resolve('uplot'));
  return readFileSync(join(dist, '..', path), 'utf8');
}

function when(condition: boolean, html: () => string): string {
  return condition ? html() : '';
}
