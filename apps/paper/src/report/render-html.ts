import { chartAdvice, type Chart, chartFigure, escapeHtml, renderPage } from 'shared/report';
import { alphaFigure, alphaText, alphaTitle } from './alpha-figure.ts';
import { type ArmTable, armTableOf } from './arm-table.ts';
import { type OverviewLine, overviewOf, overviewText, overviewTitle } from './overview.ts';
import { pictureHtml } from './picture.ts';
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
<ul class="contents"><li><a href="#overview">${overviewTitle}</a></li><li><a href="#alpha">${alphaTitle}</a></li>${contents}</ul>
<section aria-labelledby="overview">
<h2 id="overview">${overviewTitle}</h2>
<p class="about">${escapeHtml(overviewText)}</p>
${overviewHtml(overviewOf(sections))}
</section>
<section aria-labelledby="alpha">
<h2 id="alpha">${alphaTitle}</h2>
<p class="about">${escapeHtml(alphaText)}</p>
<div class="pictures"><figure>${pictureHtml(alphaFigure())}</figure></div>
</section>
${charts.length > 0 ? chartAdvice('A line is the median of an arm, the area around it the range over seeds.') : ''}
${parts.join('\n')}`;
  return renderPage({ title: reportTitle, body, charts, style: reportStyle });
}

function overviewHtml(lines: readonly OverviewLine[]): string {
  const number = (text: string, kind = ''): string => `<td class="number${kind}">${escapeHtml(text)}</td>`;
  const bodyLine = ({ name, title, metric, reference, best }: OverviewLine): string =>
    `<tr><th scope="row"><a href="#${name}">${escapeHtml(title)}</a><small>${escapeHtml(metric)}</small></th>${number(reference.published, ' published')}${number(reference.here)}${number(best.published, ' published')}${number(best.here)}</tr>`;
  const columns = '<th scope="col" class="number">published</th><th scope="col" class="number">here</th>';
  return numbersTable(
    overviewTitle,
    `<tr><th scope="col" rowspan="2">experiment</th><th scope="colgroup" colspan="2" class="number">reference</th><th scope="colgroup" colspan="2" class="number">best arm</th></tr>
<tr>${columns}${columns}</tr>`,
    lines.map(bodyLine),
  );
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
  const { metrics, lines } = armTableOf(experiment, rows);
  const heads = metrics.map(
    ({ label, hasPublished }) =>
      `<th scope="colgroup" colspan="${hasPublished ? 2 : 1}" class="number">${escapeHtml(label)}</th>`,
  );
  const published = '<th scope="col" class="number">published</th>';
  const columns = metrics.map(
    ({ hasPublished }) => `${hasPublished ? published : ''}<th scope="col" class="number">here</th>`,
  );
  const bodyLine = ({ arm, description, cells, seeds }: ArmTable['lines'][number]): string => {
    const numbers = cells.map(
      (cell, i) =>
        `${metrics[i]!.hasPublished ? `<td class="number published">${cell.published}</td>` : ''}<td class="number">${oursHtml(cell.ours)}</td>`,
    );
    return `<tr><th scope="row">${escapeHtml(arm)}<small>${escapeHtml(description)}</small></th>${numbers.join('')}<td class="number">${seeds}</td></tr>`;
  };
  return numbersTable(
    `Numbers of ${experiment.title}`,
    `<tr><th scope="col" rowspan="2">arm</th>${heads.join('')}<th scope="col" rowspan="2" class="number">seeds</th></tr>
<tr>${columns.join('')}</tr>`,
    lines.map(bodyLine),
  );
}

/** A table that scrolls where it is too wide, also by keys. */
function numbersTable(label: string, head: string, lines: readonly string[]): string {
  return `<div class="numbers" role="group" aria-label="${escapeHtml(label)}" tabindex="0"><table>
<thead>${head}</thead>
<tbody>${lines.join('\n')}</tbody>
</table></div>`;
}

/** The median with the range below it. */
function oursHtml(ours: string): string {
  const [median, range] = ours.split(' (');
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
