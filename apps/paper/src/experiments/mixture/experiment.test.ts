import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scatter } from '../../experiment/picture.ts';
import { mixture } from './experiment.ts';

beforeAll(() => tf.setBackend('cpu'));

/** What a run of an arm leaves without having trained. */
async function outcomeOf(arm: string) {
  const plan = await mixture.plan({ preset: 'smoke', arm, seed: 1, data: undefined });
  const curve = { updates: [10], values: { 'training nll': [0.5] } };
  return plan.finish({ noiseScale: 50, curve, restoreBest: () => Promise.resolve() });
}

async function pictureOf(arm: string): Promise<Scatter> {
  return (await outcomeOf(arm)).pictures![0] as Scatter;
}

const pointsOf = ({ series }: Scatter): (readonly [number, number])[] =>
  series.flatMap(({ points }) => [...points]);

describe('mixture', () => {
  it('draws each of the 8 units of 3 layers at every point', async () => {
    const { series } = await pictureOf('tanh');
    expect(series.map(({ label, points }) => [label, points.length])).toEqual([
      ['layer 1', 40],
      ['layer 2', 40],
      ['layer 3', 40],
    ]);
  });

  it('draws a curve of tanh, two values of hard-tanh, and noise only where a noisy unit is saturated', async () => {
    for (const [x, slope] of pointsOf(await pictureOf('tanh'))) {
      expect(Math.abs(slope - (1 - Math.tanh(x) ** 2))).toBeLessThan(0.01);
    }
    for (const [x, slope] of pointsOf(await pictureOf('hard-tanh')))
      expect(slope).toBe(Math.abs(x) <= 1 ? 1 : 0);
    const noisy = pointsOf(await pictureOf('nan'));
    const linear = noisy.filter(([x]) => Math.abs(x) <= 1);
    expect(linear.every(([, slope]) => slope === 1)).toBe(true);
    const saturated = noisy.filter(([x]) => Math.abs(x) > 1);
    expect(saturated.length).toBeGreaterThan(10);
    expect(saturated.filter(([, slope]) => slope !== 0 && slope !== 1).length).toBe(saturated.length);
  });

  it('tells what it finished with', async () => {
    const { metrics } = await outcomeOf('nan');
    expect(metrics['training nll']).toBe(0.5);
    expect(metrics['test error']).toBeGreaterThan(20); // it has learned nothing
  });

  it('is the same draw of what is learned and what is tested in every arm', async () => {
    const plans = await Promise.all(
      mixture.arms.map(({ name }) => mixture.plan({ preset: 'quick', arm: name, seed: 2, data: undefined })),
    );
    const [first, ...others] = plans.map(({ data, validation, epochs }) => ({
      drawn: data.batch(3, 1),
      held: validation.batch(0, 0),
      epochs,
    }));
    for (const other of others) expect(other).toEqual(first);
  });
});
