import type { Chart } from 'shared/report';
import { alphaText, alphaTitle } from './alpha-figure.ts';
import { armTableOf } from './arm-table.ts';
import { overviewOf, overviewText, overviewTitle } from './overview.ts';
import { pictureMarkdown } from './picture.ts';
import type { Section } from './section.ts';
import { introduction, reportTitle } from './words.ts';

/** How many updates of a curve stand in its table. */
const columns = 6;

/** The report as Markdown; curves become tables of some of their values. */
export function renderMarkdown(sections: readonly Section[]): string {
  return `# ${reportTitle}\n\n${introduction}\n\n## ${overviewTitle}\n\n${overviewText}\n\n${overviewMarkdown(sections)}\n\n## ${alphaTitle}\n\n${alphaText} It is in the page.\n\n${sections.map(sectionMarkdown).join('\n\n')}\n`;
}

function overviewMarkdown(sections: readonly Section[]): string {
  return table(
    ['experiment', 'metric', 'reference: published', 'here', 'best arm: published', 'here'],
    overviewOf(sections).map(({ title, metric, reference, best }) => [
      title,
      metric,
      reference.published,
      reference.here,
      best.published,
      best.here,
    ]),
  );
}

function sectionMarkdown(section: Section): string {
  const { experiment, preset, findings, charts, settings, making, pictures } = section;
  const { title, about, source, openSettings } = experiment;
  return [
    `## ${title}`,
    `${about} Published: ${source}. Preset ${preset}.`,
    numbersMarkdown(section),
    ...when(findings, `### What agrees and what does not\n\n${bullets(findings)}`),
    ...charts.map(chartMarkdown),
    ...when(pictures, `### Pictures\n\n${bullets(pictures.map(pictureMarkdown))}`),
    `### Where the paper is silent\n\n${table(
      ['setting', 'choice'],
      openSettings.map(({ setting, choice }) => [setting, choice]),
    )}`,
    ...when(settings, `### Settings of all runs\n\n${table(['setting', 'value'], settings)}`),
    ...when(making, bullets(making)),
  ].join('\n\n');
}

function numbersMarkdown({ experiment, rows }: Section): string {
  const { metrics, lines } = armTableOf(experiment, rows);
  const heads = metrics.flatMap(({ label, hasPublished }) => [
    `${label}: median (range)`,
    ...(hasPublished ? ['published'] : []),
  ]);
  return table(
    ['arm', ...heads, 'seeds', 'what it is'],
    lines.map(({ arm, description, cells, seeds }) => [
      arm,
      ...cells.flatMap(({ ours, published }, i) => (metrics[i]!.hasPublished ? [ours, published] : [ours])),
      String(seeds),
      description,
    ]),
  );
}

/** Some values of each line of a chart, evenly spread over its updates. */
function chartMarkdown({ title, axis, updates, lines }: Chart): string {
  const last = updates.length - 1;
  const places = [
    ...new Set(Array.from({ length: columns }, (_, i) => Math.round((last * (i + 1)) / columns))),
  ];
  const cell = (value: number | null | undefined): string =>
    typeof value === 'number' ? String(Number(value.toPrecision(4))) : '';
  const rows = lines.map(({ label, values }) => [label, ...places.map((place) => cell(values[place]))]);
  const head = ['', ...places.map((place) => `update ${updates[place]}`)];
  return `### ${title}, ${axis}\n\n${table(head, rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

function bullets(items: readonly string[]): string {
  return items.map((each) => `- ${each}`).join('\n');
}

function when(items: readonly unknown[], text: string): string[] {
  return items.length === 0 ? [] : [text];
}
