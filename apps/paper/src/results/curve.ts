import type { TrainEvent } from '@unsaturate/train';
import type { Curve } from './result.ts';

/** What the runner writes into an event log beside the events of training. */
export interface MeasureEvent {
  readonly type: 'measure';
  readonly update: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The most points that a results file keeps. */
const mostPoints = 200;

/** The learning curves in an event log: training and validation figures after every epoch, and what was measured. */
export function curveOf(events: readonly (TrainEvent | MeasureEvent)[]): Curve {
  const points = new Map<number, Record<string, number>>();
  const add = (update: number, values: Readonly<Record<string, number>>): void =>
    void points.set(update, { ...points.get(update), ...values });
  for (const event of events) {
    if (event.type === 'epoch') add(event.update, meansOf('training', event));
    if (event.type === 'validation') add(event.update, meansOf('validation', event));
    if (event.type === 'measure') add(event.update, event.values);
  }
  const updates = thinned([...points.keys()].toSorted((a, b) => a - b));
  const names = [...new Set([...points.values()].flatMap((values) => Object.keys(values)))];
  const valuesOf = (name: string) => updates.map((update) => rounded(points.get(update)![name]));
  return { updates, values: Object.fromEntries(names.map((name) => [name, valuesOf(name)])) };
}

function meansOf(
  part: 'training' | 'validation',
  { nll, accuracy }: { readonly nll: number; readonly accuracy?: number },
): Record<string, number> {
  return { [`${part} nll`]: nll, ...(accuracy !== undefined && { [`${part} accuracy`]: accuracy }) };
}

/** At most {@link mostPoints} of them, evenly, the last among them. */
function thinned(updates: readonly number[]): number[] {
  const step = Math.ceil(updates.length / mostPoints);
  return updates.filter((_, i) => (updates.length - 1 - i) % step === 0);
}

/** Six digits are more than a figure can show. */
function rounded(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}
