import { chartAdvice, type Chart, chartFigure, escapeHtml, renderPage } from 'shared/report';
import { alphaFigure, alphaText, alphaTitle } from './alpha-figure.ts';
import type { Metric } from '../experiment/experiment.ts';
import { pictureHtml } from './picture.ts';
import { oursText, type Row } from './rows.ts';
import type { Section } from './section.ts';
import { reportStyle } from './style.ts';
import { introduction, reportTitle } from './words.ts';

/** The report as one HTML page that needs nothing beside itself. */
export function renderHtml(sections: readonly Section[]): string {
  const charts: Chart[] = [];
  const parts = sections.map((section) => {
    const first = charts.length;
    charts.push(...section.charts);
    return sectionHtml(section, first);
  });
  const contents = sections
    .map(({ experiment: { name, title } }) => `<li><a href="#${name}">${escapeHtml(title)}</a></li>`)
    .join('');
  const body = `<h1>${reportTitle}</h1>
<p class="about">${escapeHtml(introduction)}</p>
<ul class="contents"><li><a href="#alpha">${alphaTitle}</a></li>${contents}</ul>
<section aria-labelledby="alpha">
<h2 id="alpha">${alphaTitle}</h2>
<p class="about">${escapeHtml(alphaText)}</p>
<div class="pictures"><figure>${pictureHtml(alphaFigure())}</figure></div>
</section>
${charts.length > 0 ? chartAdvice('A line is the median of an arm, the area around it the range over seeds.') : ''}
${parts.join('\n')}`;
  return renderPage({ title: reportTitle, body, charts, style: reportStyle });
}

function sectionHtml(section: Section, firstChart: number): string {
  const { experiment, preset, findings, settings, making, pictures } = section;
  const { name, title, about, source, openSettings } = experiment;
  return `<section aria-labelledby="${name}">
<h2 id="${name}">${escapeHtml(title)}</h2>
<p class="about">${escapeHtml(about)} Published: ${escapeHtml(source)}. Preset ${preset}.</p>
${tableHtml(section)}
${list('findings', 'What agrees and what does not', findings)}
<div class="charts">${section.charts.map((chart, i) => chartFigure(chart, firstChart + i)).join('')}</div>
${pictures.length === 0 ? '' : `<h3>Pictures</h3>\n<div class="pictures">${pictures.map(({ caption, picture }) => `<figure><figcaption>${escapeHtml(caption)}</figcaption>${pictureHtml(picture)}</figure>`).join('')}</div>`}
<h3>Where the paper is silent</h3>
${pairs(openSettings.map(({ setting, choice }) => [setting, choice]))}
${settings.length === 0 ? '' : `<h3>Settings of all runs</h3>\n${pairs(settings)}`}
${making.map((line) => `<p class="made">${escapeHtml(line)}</p>`).join('\n')}
</section>`;
}

function tableHtml({ experiment, rows }: Section): string {
  const line = (row: Row): string => {
    const arm = experiment.arms.find(({ name }) => name === row.arm)!;
    const metric = experiment.metrics.find(({ name }) => name === row.metric)!;
    const published = row.published === null ? '-' : row.published.toFixed(metric.digits);
    return `<tr><th scope="row">${escapeHtml(row.arm)}<small>${escapeHtml(arm.description)}</small></th><td class="number">${published}</td><td class="number">${oursHtml(row, metric)}</td><td class="number">${row.ours?.seeds.length ?? 0}</td></tr>`;
  };
  return experiment.metrics
    .map(({ name, unit }) => {
      const caption = `${name}${unit === '' ? '' : `, ${unit}`}`;
      const lines = rows.filter((row) => row.metric === name).map(line);
      return `<h3 id="${experiment.name}-${slug(name)}">${escapeHtml(caption)}</h3>
<table class="numbers" aria-labelledby="${experiment.name}-${slug(name)}">
<thead><tr><th scope="col">arm</th><th scope="col" class="number">published</th><th scope="col" class="number">here, median<small>range</small></th><th scope="col" class="number">seeds</th></tr></thead>
<tbody>${lines.join('\n')}</tbody>
</table>`;
    })
    .join('\n');
}

/** The median with the range below it. */
function oursHtml(row: Row, metric: Metric): string {
  const [median, range] = oursText(row, metric).split(' (');
  return range === undefined ? median! : `${median}<small>${range.replace(')', '')}</small>`;
}

function list(name: string, heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h3>${heading}</h3>\n<ul class="${name}">${items.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>`;
}

function pairs(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table class="settings">${lines.join('\n')}</table>`;
}

function slug(text: string): string {
  return text.replaceAll(/\W+/g, '-');
}
