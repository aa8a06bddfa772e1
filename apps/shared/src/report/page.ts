import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Chart } from './chart.ts';
import { escapeHtml, scriptJson } from './escape.ts';
import { pageScript } from './page-script.ts';
import { style } from './style.ts';

/** One HTML page. */
export interface Page {
  readonly title: string;
  /** HTML; chart i stands where {@link chartFigure} of it is. */
  readonly body: string;
  readonly charts: readonly Chart[];
  /** More rules for the style sheet. */
  readonly style?: string;
}

/** A page that needs nothing beside itself: no network, no other file. */
export function renderPage({ title, body, charts, style: more = '' }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${charts.length === 0 ? '' : uplotFile('dist/uPlot.min.css')}${style}${more}</style>
</head>
<body>
<main>
${body}
</main>
${charts.length === 0 ? '' : chartScripts(charts)}
</body>
</html>
`;
}

/** What helps to read charts, with a word to those without JavaScript. */
export function chartAdvice(note = ''): string {
  return `<p>Drag to zoom in, double-click to see all. A click on a label hides or shows its line. ${escapeHtml(note)}</p>
<noscript><p>The charts are drawn by JavaScript, which is switched off here.</p></noscript>`;
}

/** The place of chart i of a page. */
export function chartFigure(chart: Chart, i: number): string {
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
