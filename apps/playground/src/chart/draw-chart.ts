import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Chart, Line } from './chart.ts';
import { short } from './chart.ts';
import { pageColor } from './page-color.ts';

/** A chart that was drawn. */
export interface DrawnChart {
  /** Draws other data, in the colors of the moment; the chart must have the lines, styles and bands that it had. */
  update(chart: Chart, hidden: ReadonlySet<number>): void;
  /** Moves the cursor as arrow keys, Home and End say; whether the key is one of them. */
  moveCursor(key: string): boolean;
  end(): void;
}

/**
 * Draws a chart into an element, as large as that is.
 *
 * @param onCursor - Called with the number of the position under the cursor, null where there is none.
 */
export function drawChart(
  place: HTMLElement,
  first: Chart,
  onCursor: (position: number | null) => void,
): DrawnChart {
  let chart = first;
  const options = { ...plotOptions(() => chart, onCursor), ...sizeOf(place) };
  const plot = new UPlot(options, dataOf(chart), place);
  const watcher = new ResizeObserver(() => {
    // It has no size while its view is hidden.
    if (place.clientWidth > 0) plot.setSize(sizeOf(place));
  });
  watcher.observe(place);
  return {
    update(next, hidden) {
      chart = next;
      plot.batch(() => {
        next.lines.forEach((_, i) => show(plot, next, i, !hidden.has(i)));
        plot.setData(dataOf(next));
      });
    },
    moveCursor: (key) => moveCursor(plot, key),
    end() {
      watcher.disconnect();
      plot.destroy();
    },
  };
}

/** The edges of the bands, high and low in turn, follow the lines as series. */
function dataOf({ xs, lines, bands = [] }: Chart): UPlot.AlignedData {
  const edges = bands.flatMap(({ high, low }) => [high, low]);
  return [xs, ...lines.map(({ values }) => values), ...edges].map((each) => [...each]) as UPlot.AlignedData;
}

function plotOptions(
  chart: () => Chart,
  onCursor: (position: number | null) => void,
): Omit<UPlot.Options, 'width' | 'height'> {
  const { lines, bands = [], across, up, wholeAcross = false } = chart();
  const range =
    (own: 'acrossRange' | 'upRange', padding: number) =>
    (_plot: UPlot, low: number | null, high: number | null): UPlot.Range.MinMax => {
      const fixed = chart()[own];
      return fixed ? [...fixed] : UPlot.rangeNum(low ?? 0, high ?? 1, padding, false);
    };
  return {
    scales: {
      x: { time: false, range: range('acrossRange', 0) },
      y: { range: range('upRange', 0.05) },
    },
    axes: [
      { ...axisOptions(across), size: 30, ...(wholeAcross && { incrs: wholeSteps }) },
      { ...axisOptions(up), size: 52 },
    ],
    series: [{}, ...lines.map(seriesOptions), ...bands.flatMap(() => [edge, edge])],
    bands: bands.map(({ line }, i) => ({
      series: [1 + lines.length + 2 * i, 2 + lines.length + 2 * i],
      fill: () => `color-mix(in srgb, ${pageColor(lines[line]!.color)} 20%, transparent)`,
    })),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    hooks: {
      drawClear: [(plot) => shade(plot, chart())],
      draw: [(plot) => mark(plot, chart())],
      setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)],
    },
  };
}

/** Distances of ticks on an axis that counts. */
const wholeSteps: number[] = Array.from({ length: 8 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();

const edge: UPlot.Series = { width: 0, spanGaps: true, points: { show: false } };

function axisOptions(label: string): UPlot.Axis {
  const font = '12px system-ui, sans-serif';
  return {
    label,
    labelSize: 20,
    labelFont: font,
    font,
    stroke: () => pageColor('--muted'),
    grid: { stroke: () => pageColor('--rule'), width: 1 },
    ticks: { show: false },
    values: (_plot, splits) => splits.map(short),
  };
}

function seriesOptions({ style, color }: Line): UPlot.Series {
  const stroke = (): string => pageColor(color);
  if (style === 'dots')
    return { stroke, paths: () => null, points: { show: true, size: 4, width: 0, fill: stroke } };
  return {
    stroke,
    width: style === 'bold' ? 2.5 : 1.5,
    ...(style === 'dashed' && { dash: [6, 4] }),
    spanGaps: true,
    points: { show: isSparse, size: 6, width: 0, fill: stroke },
  };
}

/** Whether a line has so few values that each is seen as a point; a single one is seen in no other way. */
function isSparse({ data }: UPlot, series: number): boolean {
  return Array.from(data[series]!).filter((value) => value !== null).length <= 40;
}

/** Shows or hides a line with its bands. */
function show(plot: UPlot, { lines, bands = [] }: Chart, line: number, shown: boolean): void {
  const edges = bands.flatMap((band, i) =>
    band.line === line ? [1, 2].map((n) => n + lines.length + 2 * i) : [],
  );
  for (const series of [line + 1, ...edges]) {
    if (plot.series[series]!.show !== shown) plot.setSeries(series, { show: shown });
  }
}

function shade(plot: UPlot, { shaded }: Chart): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = pageColor('--shade');
  for (const [from, to] of shaded?.parts ?? []) {
    const [left, right] = [from, to].map((x) =>
      Math.min(Math.max(plot.valToPos(x, 'x', true), bbox.left), bbox.left + bbox.width),
    ) as [number, number];
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

function mark(plot: UPlot, { mark: x }: Chart): void {
  if (x === undefined) return;
  const { ctx, bbox } = plot;
  const at = Math.round(plot.valToPos(x, 'x', true));
  ctx.save();
  ctx.strokeStyle = pageColor('--text');
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(at, bbox.top);
  ctx.lineTo(at, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A step is a hundredth of the axis. */
function moveCursor(plot: UPlot, key: string): boolean {
  const [xs] = plot.data;
  const last = xs.length - 1;
  const at = plot.cursor.idx ?? last;
  const step = Math.ceil(last / 100);
  const target = new Map([
    ['ArrowLeft', at - step],
    ['ArrowRight', at + step],
    ['Home', 0],
    ['End', last],
  ]).get(key);
  if (target === undefined) return false;
  const x = xs[Math.min(Math.max(target, 0), last)];
  if (x !== undefined) plot.setCursor({ left: plot.valToPos(x, 'x'), top: 0 });
  return true;
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}
