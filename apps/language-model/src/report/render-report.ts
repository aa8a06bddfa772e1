import type { TrainEvent } from '@unsaturate/train';
import { chartAdvice, chartFigure, escapeHtml, renderPage } from 'shared/report';
import { chartsOf } from './charts.ts';

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
  const body = `<h1>${escapeHtml(title)}</h1>
<p class="outcome">${outcome(events)}</p>
${when(results.length > 0, () => `<dl class="results">${results.map(resultItem).join('')}</dl>`)}
${when(charts.length > 0, () => `<h2>Training</h2>\n${chartAdvice(note)}\n<div class="charts">${charts.map(chartFigure).join('')}</div>`)}
${when(sample !== '', () => `<h2>Sample</h2>\n<blockquote class="sample">${escapeHtml(sample)}</blockquote>`)}
${when(settings.length > 0, () => `<h2 id="settings">Settings</h2>\n<table class="settings" aria-labelledby="settings">${settings.map(settingRow).join('')}</table>`)}`;
  return renderPage({ title, body, charts });
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

function when(condition: boolean, html: () => string): string {
  return condition ? html() : '';
}
