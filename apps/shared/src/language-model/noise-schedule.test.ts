import { describe, expect, it } from 'vitest';
import { noiseScaleAt, type NoiseSchedule, noiseSchedules } from './noise-schedule.ts';
import type { RunConfig } from './run-config.ts';

const run = (noiseSchedule: NoiseSchedule): RunConfig => ({
  preset: 'quick',
  arm: 'nah',
  alpha: 1,
  noiseScale: 0.5,
  noiseSchedule,
  level: 'word',
  seed: 1,
  plannedEpochs: 2,
  data: null,
});

const scales = (schedule: NoiseSchedule, batchesPerEpoch: number, updates: readonly number[]): number[] =>
  updates.map((update) => noiseScaleAt(run(schedule), { update, epoch: 0, batchesPerEpoch }));

describe('noiseScaleAt', () => {
  it('follows the schedule over all planned epochs', () => {
    expect(scales('constant', 500, [0, 500, 1000])).toEqual([0.5, 0.5, 0.5]);
    expect(scales('fading', 500, [0, 250, 500, 1000, 1200])).toEqual([0.5, 0.375, 0.25, 0, 0]);
    expect(scales('annealed', 500, [0, 9, 10, 30, 990, 1000, 5000])).toEqual([
      5,
      5,
      expect.closeTo(5 / Math.SQRT2),
      2.5,
      0.5,
      0.5,
      0.5,
    ]);
  });

  it('has a value for runs of one update', () => {
    for (const schedule of noiseSchedules) expect(scales(schedule, 1, [0])[0]).toBeGreaterThan(0);
  });
});
