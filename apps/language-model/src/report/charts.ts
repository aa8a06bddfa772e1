import type { TrainEvent } from '@unsaturate/train';
import { type Point, smooth } from 'shared/language-model';
import type { Chart, Line } from 'shared/report';

type EventOf<Type extends TrainEvent['type']> = Extract<TrainEvent, { type: Type }>;
type Track = Omit<Line, 'values'> & { readonly points: readonly Point[] };
type Draft = Omit<Chart, 'updates' | 'lines'> & { readonly tracks: readonly Track[] };

/** The charts of a run, without those that would be empty. All span the whole run. */
export function chartsOf(events: readonly TrainEvent[]): Chart[] {
  const updates = ofType(events, 'update');
  const diagnostics = ofType(events, 'diagnostics');
  // Without noise, c is 0 all along and nothing to look at.
  const noise = pointsOf(updates, 'noiseScale');
  const ends = updates.length === 0 ? [] : [updates[0]!.update, updates.at(-1)!.update];
  return [
    likelihood(updates, ofType(events, 'validation')),
    single('Learning rate', 'learning rate', pointsOf(updates, 'learningRate')),
    single('Noise scale', 'c', noise.some(([, c]) => c !== 0) ? noise : []),
    gradientNorm(updates),
    ...byLayer(diagnostics, 'saturation', 'Saturated units', '% at or beyond the threshold', 100),
    ...byLayer(diagnostics, 'slope', 'Noise slope', 'mean |p|', 1),
  ].flatMap((draft) => aligned(draft, ends));
}

function likelihood(
  updates: readonly EventOf<'update'>[],
  validations: readonly EventOf<'validation'>[],
): Draft {
  const training = pointsOf(updates, 'nll');
  const reach = Math.floor(training.length / 50);
  const mean = `training, mean of ${2 * reach + 1} updates`;
  const smoothed: Track = { ...track(mean, 0, smooth(training, reach)), style: 'bold' };
  return {
    title: 'Negative log-likelihood',
    axis: 'nats per prediction',
    expAxis: 'perplexity',
    scale: 'linear',
    wide: true,
    tracks: [
      { ...track('training', 0, training), style: reach > 0 ? 'faint' : 'line' },
      ...(reach > 0 ? [smoothed] : []),
      { ...track('validation', 1, pointsOf(validations, 'nll')), style: 'points' },
    ],
  };
}

function single(title: string, axis: string, points: readonly Point[]): Draft {
  return { title, axis, scale: 'linear', wide: false, tracks: [track(axis, 0, points)] };
}

function gradientNorm(updates: readonly EventOf<'update'>[]): Draft {
  // Zero has no place on a logarithmic axis.
  const norms = (key: 'gradientNorm' | 'clippedNorm') =>
    pointsOf(updates, key).filter(([, value]) => value > 0);
  const tracks = [
    track('before clipping', 1, norms('gradientNorm')),
    track('after clipping', 0, norms('clippedNorm')),
  ];
  return { title: 'Gradient norm', axis: 'global norm', scale: 'log', wide: true, tracks };
}

/** One chart per layer of the diagnostics named `KIND/LAYER/SITE`, all with the same vertical axis. */
function byLayer(
  events: readonly EventOf<'diagnostics'>[],
  kind: string,
  title: string,
  axis: string,
  factor: number,
): Draft[] {
  const layers = new Map<string, Map<string, Point[]>>();
  let top = 0;
  for (const { update, values } of events) {
    for (const [name, value] of Object.entries(values)) {
      const [first, layer, site] = name.split('/');
      if (first !== kind || layer === undefined || site === undefined || !Number.isFinite(value)) continue;
      const sites = getOrAdd(layers, layer, () => new Map<string, Point[]>());
      getOrAdd(sites, site, () => []).push([update, factor * value]);
      top = Math.max(top, factor * value);
    }
  }
  return [...layers].map(([layer, sites]) => ({
    title: `${title}, ${layer}`,
    axis,
    scale: 'linear',
    wide: false,
    range: [0, 1.05 * (top || 1)],
    tracks: [...sites].map(([site, points], color) => track(site, color, points)),
  }));
}

/**
 * A chart over the updates at which any track has a point, and `ends`; of two points at one update the later counts.
 * No chart if no track has a point.
 */
function aligned({ tracks, ...frame }: Draft, ends: readonly number[]): Chart[] {
  const filled = tracks.filter(({ points }) => points.length > 0);
  if (filled.length === 0) return [];
  const seen = new Set(ends);
  for (const { points } of filled) for (const [update] of points) seen.add(update);
  const updates = [...seen].toSorted((a, b) => a - b);
  const lines = filled.map(({ points, ...look }) => {
    const values = new Map(points);
    return { ...look, values: updates.map((update) => rounded(values.get(update))) };
  });
  return [{ ...frame, updates, lines }];
}

function track(label: string, color: number, points: readonly Point[]): Track {
  return { label, color, style: 'line', points };
}

/** A number that is not finite is null in a log, and missing in a chart. */
function pointsOf<Key extends string>(
  events: readonly ({ readonly update: number } & Readonly<Record<Key, number>>)[],
  key: Key,
): Point[] {
  return events.filter((event) => Number.isFinite(event[key])).map((event) => [event.update, event[key]]);
}

function ofType<Type extends TrainEvent['type']>(events: readonly TrainEvent[], type: Type): EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

/** Five digits are more than a screen can show, and keep the page small. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(5));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
