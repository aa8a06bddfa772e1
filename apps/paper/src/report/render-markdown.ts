import type { Chart } from 'shared/report';
import { alphaText, alphaTitle } from './alpha-figure.ts';
import { pictureMarkdown } from './picture.ts';
import { oursText } from './rows.ts';
import type { Section } from './section.ts';
import { introduction, reportTitle } from './words.ts';

/** How many updates of a curve stand in its table. */
const columns = 6;

/** The report as Markdown; curves become tables of some of their values. */
export function renderMarkdown(sections: readonly Section[]): string {
  return `# ${reportTitle}\n\n${introduction}\n\n## ${alphaTitle}\n\n${alphaText} It is in the page.\n\n${sections.map(sectionMarkdown).join('\n\n')}\n`;
}

function sectionMarkdown(section: Section): string {
  const { experiment, preset, rows, findings, charts, settings, making, pictures } = section;
  const { title, about, source, openSettings, metrics, arms } = experiment;
  const tables = metrics.map((metric) => {
    const { name, unit, digits } = metric;
    const lines = rows
      .filter((row) => row.metric === name)
      .map((row) => [
        row.arm,
        row.published?.toFixed(digits) ?? '-',
        oursText(row, metric),
        String(row.ours?.seeds.length ?? 0),
        arms.find((arm) => arm.name === row.arm)!.description,
      ]);
    const heading = `### ${name}${unit === '' ? '' : `, ${unit}`}`;
    return `${heading}\n\n${table(['arm', 'published', 'here: median (range)', 'seeds', 'what it is'], lines)}`;
  });
  return [
    `## ${title}`,
    `${about} Published: ${source}. Preset ${preset}.`,
    ...tables,
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
