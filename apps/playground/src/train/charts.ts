import type { TrainEvent } from '@unsaturate/train';
import { type Point, smooth } from 'shared/language-model';
import { type Chart, type Line, short } from '../chart/chart.ts';

type EventOf<Type extends TrainEvent['type']> = Extract<TrainEvent, { type: Type }>;

/** A line by its points. */
interface Track extends Omit<Line, 'values'> {
  readonly points: readonly Point[];
}

/** What the sites of a layer are called. */
const siteNames: Readonly<Record<string, string>> = {
  i: 'input gate',
  f: 'forget gate',
  c: 'candidate',
  o: 'output gate',
  h: 'output',
  z: 'update gate',
  r: 'reset gate',
};

/** The curves of a run: loss, perplexity, c where there is noise, gradient norm, and saturation layer by layer. */
export function trainCharts(events: readonly TrainEvent[]): Chart[] {
  const updates = ofType(events, 'update');
  if (updates.length === 0) return [];
  const points = (key: 'nll' | 'noiseScale' | 'gradientNorm' | 'clippedNorm'): Point[] =>
    updates.map((event) => [event.update, event[key]]);
  const losses = points('nll');
  const mean = smooth(losses, Math.floor(losses.length / 50));
  const validation = ofType(events, 'validation').map(({ update, nll }): Point => [update, nll]);
  const noise = points('noiseScale');
  return [
    chartOf('Loss', 'nats per token', [
      { label: 'each update', style: 'line', color: '--muted', points: losses },
      { label: 'mean around it', style: 'bold', color: '--line-0', points: mean },
      { label: 'on text it does not learn from', style: 'dots', color: '--line-1', points: validation },
    ]),
    chartOf('Perplexity', 'perplexity', [
      { label: 'mean around an update', style: 'bold', color: '--line-0', points: perplexities(mean) },
      {
        label: 'on text it does not learn from',
        style: 'dots',
        color: '--line-1',
        points: perplexities(validation),
      },
    ]),
    ...(noise.some(([, c]) => c > 0)
      ? [chartOf('Noise scale', 'c', [{ label: 'c', style: 'bold', color: '--line-3', points: noise }])]
      : []),
    chartOf('Size of the gradient', 'norm', [
      { label: 'as computed', style: 'line', color: '--line-1', points: points('gradientNorm') },
      { label: 'as applied, cut at 5', style: 'line', color: '--line-0', points: points('clippedNorm') },
    ]),
    ...saturationCharts(ofType(events, 'diagnostics')),
  ];
}

/** The share of saturated units at each site, in percent; a chart for each layer. */
function saturationCharts(events: readonly EventOf<'diagnostics'>[]): Chart[] {
  const layers = new Map<string, Map<string, Point[]>>();
  for (const { update, values } of events) {
    for (const [name, share] of Object.entries(values)) {
      const [kind, layer, site] = name.split('/');
      if (kind !== 'saturation' || layer === undefined || site === undefined) continue;
      const sites = layers.get(layer) ?? new Map<string, Point[]>();
      layers.set(layer, sites.set(site, [...(sites.get(site) ?? []), [update, 100 * share]]));
    }
  }
  return [...layers].map(([layer, sites]) => ({
    ...chartOf(
      `Saturated units, layer ${Number(layer.replace('layer', '')) + 1}`,
      '% of units',
      [...sites].map(([site, points], i) => ({
        label: siteNames[site] ?? site,
        style: 'line',
        color: `--line-${(i % 6) as 0 | 1 | 2 | 3 | 4 | 5}`,
        points,
      })),
    ),
    upRange: [0, 100],
  }));
}

function chartOf(title: string, up: string, tracks: readonly Track[]): Chart {
  const xs = [...new Set(tracks.flatMap(({ points }) => points.map(([update]) => update)))].toSorted(
    (a, b) => a - b,
  );
  const filled = tracks.filter(({ points }) => points.length > 0);
  return {
    title,
    across: 'update',
    up,
    xs,
    lines: filled.map(({ points, ...look }) => {
      const values = new Map(points);
      return { ...look, values: xs.map((update) => values.get(update) ?? null) };
    }),
    inWords: `${title}, ${up}. ${filled.map(trackInWords).join(' ')}`,
  };
}

function trackInWords({ label, points }: Track): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  return `${label}: ${short(first[1])} at update ${first[0]}, ${short(last[1])} at update ${last[0]}.`;
}

function perplexities(points: readonly Point[]): Point[] {
  return points.map(([update, nll]) => [update, Math.exp(nll)]);
}

function ofType<Type extends TrainEvent['type']>(events: readonly TrainEvent[], type: Type): EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}
