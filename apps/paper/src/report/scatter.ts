import { escapeHtml } from 'shared/report';
import type { Scatter } from '../experiment/picture.ts';
import { ticksAround } from './ticks.ts';

/** A scatter as an SVG between its axes, a series in each of the colors of the page. */
export function scatterSvg({ title, across, up, series }: Scatter): string {
  const points = series.flatMap((each) => each.points);
  const x = axisOf(points.map((point) => point[0]));
  const y = axisOf(points.map((point) => point[1]));
  const grid = [
    ...x.ticks.map((tick) => `M${x.place(tick)} 0V100`),
    ...y.ticks.map((tick) => `M0 ${100 - y.place(tick)}H100`),
  ].join('');
  // A line of no length is a round dot, which keeps its shape however wide the picture is drawn.
  const dots = series.map(
    (each, color) =>
      `<path class="dots" stroke="var(--line-${color % 8})" d="${each.points.map(([a, b]) => `M${x.place(a)} ${digits(100 - y.place(b))}h0`).join('')}"/>`,
  );
  const label = `${title}: ${points.length} points, ${across} from ${x.min} to ${x.max}, ${up} from ${y.min} to ${y.max}`;
  return `<div class="scatter"><span class="up">${escapeHtml(up)}</span>
<div class="ticks-up">${y.ticks.map((tick) => `<span style="bottom:${y.place(tick)}%">${tick}</span>`).join('')}</div>
<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(label)}"><path class="grid" d="${grid}"/>${dots.join('')}</svg>
<div class="ticks-across">${x.ticks.map((tick) => `<span style="left:${x.place(tick)}%">${tick}</span>`).join('')}</div>
<span class="across">${escapeHtml(across)}</span>
<ul class="key">${series.map((each, color) => `<li><svg viewBox="0 0 2 2" aria-hidden="true"><circle cx="1" cy="1" r="1" fill="var(--line-${color % 8})"/></svg>${escapeHtml(each.label)}</li>`).join('')}</ul></div>`;
}

interface Axis {
  readonly ticks: readonly number[];
  readonly min: number;
  readonly max: number;
  /** Where a value stands between the first tick and the last, in percent. */
  place(value: number): number;
}

function axisOf(values: readonly number[]): Axis {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const ticks = ticksAround(min, max);
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  return { ticks, min, max, place: (value) => digits((100 * (value - first)) / (last - first)) };
}

/** More cannot be seen. */
function digits(percent: number): number {
  return Number(percent.toFixed(2));
}
