import { describe, expect, it } from 'vitest';
import { countingArms, lengthOf, noiseScaleOf } from './arms.ts';
import { settings } from './settings.ts';

const { paper } = settings;
const arm = (name: string) => countingArms.find((each) => each.name === name)!;

describe('the arms of counting', () => {
  it('anneal c as published: 30 / sqrt(t + 1), a step every 200 updates, down to 0.5', () => {
    const scale = noiseScaleOf(arm('nan-annealed'), paper);
    const at = (update: number): number => scale({ update, epoch: 0 });
    expect([0, 199, 200, 600].map(at)).toEqual([30, 30, 30 / Math.sqrt(2), 15]);
    expect(at(719_800)).toBe(0.5);
    expect(at(10_000_000)).toBe(0.5);
    expect(noiseScaleOf(arm('nan'), paper)({ update: 7, epoch: 0 })).toBe(0.5);
  });

  it('lengthen the sequences in a curriculum only, up to all by half the updates', () => {
    const lengths = lengthOf(arm('curriculum'), paper);
    expect([0, paper.updates / 4, paper.updates / 2, paper.updates].map(lengths)).toEqual([5, 15, 26, 26]);
    expect(lengthOf(arm('nan-annealed'), paper)(0)).toBe(26);
  });

  it.each(Object.entries(settings))('make whole epochs and whole batches in the preset %s', (_, chosen) => {
    expect(chosen.updates % chosen.epochUpdates).toBe(0);
    for (const size of Object.values(chosen.heldOut)) expect(size % Math.min(size, 500)).toBe(0);
  });
});
