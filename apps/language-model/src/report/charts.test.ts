import type { TrainEvent } from '@unsaturate/train';
import { describe, expect, it } from 'vitest';
import type { Chart } from 'shared/report';
import { chartsOf } from './charts.ts';

const update = (
  update: number,
  values: Partial<Extract<TrainEvent, { type: 'update' }>> = {},
): TrainEvent => ({
  type: 'update',
  update,
  epoch: 1,
  loss: 1,
  nll: 10 - update,
  learningRate: 0.5,
  noiseScale: 0.25,
  gradientNorm: 4,
  clippedNorm: 1,
  ...values,
});
const validation = (update: number, nll: number): TrainEvent => ({
  type: 'validation',
  epoch: 1,
  update,
  nll,
  perplexity: Math.exp(nll),
});
const diagnostics = (update: number, values: Record<string, number>): TrainEvent => ({
  type: 'diagnostics',
  update,
  values,
});
const chart = (events: readonly TrainEvent[], title: string): Chart => {
  const found = chartsOf(events).find((each) => each.title === title);
  if (found === undefined) throw new Error(`no chart ${title}`);
  return found;
};
const titles = (events: readonly TrainEvent[]): string[] => chartsOf(events).map(({ title }) => title);
const likelihood = 'Negative log-likelihood';

describe('chartsOf', () => {
  it('draws nothing without events', () => {
    expect(chartsOf([])).toEqual([]);
    expect(chartsOf([{ type: 'resume', update: 3 }])).toEqual([]);
  });

  it('aligns training and validation over the updates of both', () => {
    const { updates, lines } = chart(
      [update(1), update(2), validation(2, 6), update(3), validation(4, 5)],
      likelihood,
    );
    expect(updates).toEqual([1, 2, 3, 4]);
    expect(lines.map(({ label, style, values }) => ({ label, style, values }))).toEqual([
      { label: 'training', style: 'line', values: [9, 8, 7, null] },
      { label: 'validation', style: 'points', values: [null, 6, null, 5] },
    ]);
  });

  it('adds a mean to a long run', () => {
    const events = Array.from({ length: 120 }, (_, i) => update(i + 1, { nll: i % 2 }));
    const { lines } = chart(events, likelihood);
    expect(lines.map(({ label, style }) => [label, style])).toEqual([
      ['training', 'faint'],
      ['training, mean of 5 updates', 'bold'],
    ]);
    expect(lines[1]!.values[2]).toBe(0.4);
  });

  it('takes the later of two events at one update, in the order of updates', () => {
    const events = [update(1), update(2), update(3), update(2, { nll: 1 }), update(4)];
    expect(chart(events, likelihood)).toMatchObject({
      updates: [1, 2, 3, 4],
      lines: [{ values: [9, 1, 7, 6] }],
    });
  });

  it('leaves out what is not finite', () => {
    const logged = JSON.parse(JSON.stringify(update(2, { nll: Number.NaN }))) as TrainEvent;
    const events = [update(1), logged, update(3, { nll: Infinity })];
    expect(chart(events, likelihood)).toMatchObject({ updates: [1, 3], lines: [{ values: [9, null] }] });
  });

  it('keeps five digits', () => {
    expect(chart([update(1, { learningRate: 1 / 3000 })], 'Learning rate').lines[0]!.values).toEqual([
      0.00033333,
    ]);
  });

  it('shows the noise scale of a run with noise', () => {
    expect(chart([update(1), update(2, { noiseScale: 0 })], 'Noise scale').lines[0]!.values).toEqual([
      0.25, 0,
    ]);
    expect(titles([update(1, { noiseScale: 0 })])).toEqual([likelihood, 'Learning rate', 'Gradient norm']);
  });

  it('shows gradient norms on a logarithmic axis, where zero is missing', () => {
    const norms = chart([update(1), update(2, { gradientNorm: 0, clippedNorm: 0 })], 'Gradient norm');
    expect(norms.scale).toBe('log');
    expect(norms.lines.map(({ label, values }) => [label, values])).toEqual([
      ['before clipping', [4, null]],
      ['after clipping', [1, null]],
    ]);
  });

  it('draws saturation and slope by layer and site, over the whole run', () => {
    const events = [
      update(1),
      diagnostics(2, { 'saturation/layer0/i': 0.25, 'saturation/layer0/f': 0, 'slope/layer0/i': 1.5 }),
      diagnostics(3, { 'saturation/layer0/i': 0.5, 'saturation/layer1/i': 0.125, 'other/layer0/i': 1 }),
      update(4),
    ];
    const layer0 = chart(events, 'Saturated units, layer0');
    expect(layer0.updates).toEqual([1, 2, 3, 4]);
    expect(layer0.lines.map(({ label, color, values }) => [label, color, values])).toEqual([
      ['i', 0, [null, 25, 50, null]],
      ['f', 1, [null, 0, null, null]],
    ]);
    const layer1 = chart(events, 'Saturated units, layer1');
    expect(layer1.lines.map(({ label, values }) => [label, values])).toEqual([['i', [null, 12.5, null]]]);
    expect(layer1.range).toEqual(layer0.range);
    expect(layer0.range![1]).toBeGreaterThan(50);
    expect(chart(events, 'Noise slope, layer0').lines[0]!.values).toEqual([null, 1.5, null]);
    expect(titles(events).filter((title) => title.includes(', '))).toHaveLength(3);
  });
});
