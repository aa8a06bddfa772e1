import type UPlot from 'uplot';
import type { Chart, Line } from './chart.ts';

// The functions of this file run in the page, where their text is written: they use nothing but each other.

/**
 * Draws chart i into the element `plot-i` and its legend into `legend-i`, as wide as they are and in the colors of
 * the page.
 */
function drawCharts(charts: readonly Chart[], Plot: typeof UPlot): void {
  const plots = charts.map((chart, i) => {
    const place = document.getElementById(`plot-${i}`)!;
    const legend = document.getElementById(`legend-${i}`)!;
    const data = [chart.updates, ...chart.lines.map(({ values }) => values), ...edgesOf(chart)];
    const options = { ...plotOptions(chart, legend), ...sizeOf(place) };
    const plot = new Plot(options, data.map((each) => [...each]) as UPlot.AlignedData, place);
    new ResizeObserver(() => plot.setSize(sizeOf(place))).observe(place);
    place.addEventListener('keydown', (event) => moveCursor(plot, event));
    place.addEventListener('blur', () => plot.setCursor({ left: -10, top: -10 }));
    return plot;
  });
  const redraw = (): void => plots.forEach((plot) => plot.redraw());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}

/** The edges of the bands, high and low in turn; they follow the lines as series. */
function edgesOf({ bands = [] }: Chart): (readonly (number | null)[])[] {
  return bands.flatMap(({ high, low }) => [high, low]);
}

function plotOptions(chart: Chart, legend: HTMLElement) {
  const { scale, range, axis, expAxis, updates, lines, bands = [] } = chart;
  // The enums of uPlot exist as types only.
  const logarithmic = 3 as unknown as UPlot.Scale.Distr;
  const right = 1 as unknown as UPlot.Axis.Side;
  return {
    scales: {
      x: { time: false },
      y: {
        ...(scale === 'log' && { distr: logarithmic, range: logRange }),
        ...(range && { range: [range[0], range[1]] }),
      },
    },
    axes: [
      { ...axisOptions('update', whole), size: 30 },
      {
        ...axisOptions(axis, short),
        ...(scale === 'log' && { splits: logSplits, filter: (_plot, splits: number[]) => splits }),
      },
      ...(expAxis === undefined
        ? []
        : [
            {
              ...axisOptions(expAxis, expShort),
              splits: expSplits,
              scale: 'y',
              side: right,
              grid: { show: false },
            },
          ]),
    ],
    series: [
      { label: 'update', value: (_plot, update: number | null) => String(update ?? updates.at(-1)) },
      ...lines.map((line) => seriesOptions(line, expAxis)),
      ...edgesOf(chart).map(() => ({ class: 'edge', width: 0, spanGaps: true, points: { show: false } })),
    ],
    bands: bands.map(({ line }, i) => ({
      series: [1 + lines.length + 2 * i, 2 + lines.length + 2 * i],
      fill: () => `color-mix(in srgb, ${pageColor(colorName(lines[line]!))} 18%, transparent)`,
    })),
    legend: {
      mount: (_plot, table) => legend.append(table),
      markers: { width: 0, fill: (_plot, index) => markerColor(lines[index - 1]) },
    },
    cursor: { y: false, sync: { key: 'update' }, hover: { skip: [null] } },
    hooks: {
      ready: [(plot) => plot.setLegend({})],
      setSeries: [
        (plot, index) => {
          if (index === null || lines[index - 1] === undefined) return;
          showPressed(plot.series[index]!);
          showBands(plot, chart, index);
        },
      ],
    },
  } satisfies Partial<UPlot.Options>;
}

function axisOptions(label: string, format: (value: number) => string) {
  const font = '12px system-ui, sans-serif';
  return {
    label,
    labelSize: 20,
    labelFont: font,
    font,
    size: 56,
    stroke: () => pageColor('--muted'),
    grid: { stroke: () => pageColor('--rule'), width: 1 },
    ticks: { show: false },
    values: (_plot, splits: number[]) => splits.map(format),
  } satisfies UPlot.Axis;
}

/** A legend shows the value at the cursor, or the last one when there is no cursor. */
function seriesOptions(line: Line, expAxis: string | undefined) {
  const stroke = (): string => pageColor(colorName(line));
  const given = line.values.filter((value) => value !== null);
  const withExp = (value: number): string => `${short(value)} (${expAxis} ${expShort(value)})`;
  return {
    label: labelButton(line.label),
    value: (_plot, value: number | null) => (expAxis === undefined ? short : withExp)(value ?? given.at(-1)!),
    stroke,
    width: { line: 1.5, faint: 1, bold: 2.5, points: 0 }[line.style],
    spanGaps: true,
    points: { show: line.style === 'points' || given.length === 1, size: 8, width: 0, fill: stroke },
  } satisfies UPlot.Series;
}

/** A click on it goes on to the legend, which hides or shows the line. */
function labelButton(text: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.setAttribute('aria-pressed', 'true');
  return button;
}

function showPressed({ label, show }: UPlot.Series): void {
  if (label instanceof HTMLElement) label.setAttribute('aria-pressed', String(show));
}

/** Hides and shows the bands of a line with it. */
function showBands(plot: UPlot, { lines, bands = [] }: Chart, index: number): void {
  const show = plot.series[index]!.show ?? true;
  bands.forEach(({ line }, i) => {
    if (line !== index - 1) return;
    for (const edge of [1, 2]) plot.setSeries(edge + lines.length + 2 * i, { show });
  });
}

/** Arrow keys move the cursor by a hundredth of the run. */
function moveCursor(plot: UPlot, event: KeyboardEvent): void {
  const updates = plot.data[0];
  const last = updates.length - 1;
  const at = plot.cursor.idx ?? last;
  const step = Math.ceil(last / 100);
  const targets: Record<string, number> = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: last };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  const update = updates[Math.min(Math.max(target, 0), last)]!;
  plot.setCursor({ left: plot.valToPos(update, 'x'), top: 0 });
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}

function colorName({ style, color }: Line): string {
  return style === 'faint' ? '--faint' : `--line-${color % 8}`;
}

function markerColor(line: Line | undefined): string {
  return line === undefined ? 'none' : `var(${colorName(line)})`;
}

function pageColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function expShort(value: number): string {
  return short(Math.exp(value));
}

/** A twentieth of the height above and below the values, in logarithms; uPlot would show whole decades. */
function logRange(_plot: unknown, min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [1, 10];
  const margin = max > min ? (max / min) ** 0.05 : 1.1;
  return [min / margin, max * margin];
}

function logSplits(_plot: unknown, _axis: number, low: number, high: number): number[] {
  return roundNumbers(low, high);
}

function expSplits(_plot: unknown, _axis: number, low: number, high: number): number[] {
  return roundNumbers(Math.exp(low), Math.exp(high)).map(Math.log);
}

/** Round numbers from low to high, far apart as they are on a logarithmic axis: at least four, where two digits give as many. */
function roundNumbers(low: number, high: number): number[] {
  const decades = Array.from({ length: 40 }, (_, i) => 10 ** (i - 20));
  const parts = (n: number): number[] => Array.from({ length: 9 * n }, (_, i) => 1 + i / n);
  let numbers: number[] = [];
  for (const mantissas of [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], parts(2), parts(5), parts(10)]) {
    numbers = decades.flatMap((decade) => mantissas.map((each) => each * decade));
    numbers = numbers.filter((each) => each >= low && each <= high);
    if (numbers.length > 3) break;
  }
  return numbers;
}

/** There is no half an update. */
function whole(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}

/** Defines `drawCharts(charts, uPlot)` in a page. */
export const pageScript: string = [
  drawCharts,
  edgesOf,
  plotOptions,
  axisOptions,
  seriesOptions,
  labelButton,
  showPressed,
  showBands,
  moveCursor,
  sizeOf,
  colorName,
  markerColor,
  pageColor,
  short,
  expShort,
  logRange,
  logSplits,
  expSplits,
  roundNumbers,
  whole,
].join('\n\n');
