import { InvalidArgumentError, type Words } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { chiSquare, histogram, uniform } from '../testing/chi-square.ts';
import { gaussianMixture } from './gaussian-mixture.ts';

const key: Words = [7, 0];
const components = [
  { mean: [-2, 0], standardDeviation: 0.5 },
  { mean: [3, 1], standardDeviation: 1 },
  { mean: [0, -4], standardDeviation: 2 },
];

describe('gaussianMixture', () => {
  it('draws as many points of each component, with its mean and deviation in every feature', () => {
    const { inputs, targets, features } = gaussianMixture({ key, batchSize: 30_000, components }).batch(0);
    expect(chiSquare(histogram(targets, 3), uniform(3))).toBeLessThan(13.8); // 2 degrees, 0.1 %
    components.forEach(({ mean, standardDeviation }, k) => {
      for (let feature = 0; feature < features; feature++) {
        const z = inputs
          .filter((_, e) => targets[Math.floor(e / 2)] === k && e % 2 === feature)
          .map((x) => (x - mean[feature]!) / standardDeviation);
        const moment = (power: number): number => z.reduce((sum, each) => sum + each ** power, 0) / z.length;
        expect(Math.abs(moment(1))).toBeLessThan(0.04);
        expect(Math.abs(moment(2) - 1)).toBeLessThan(0.06);
      }
    });
  });

  it('gives equal batches for equal keys and numbers, in any order, and others for others', () => {
    const stream = gaussianMixture({ key, batchSize: 4, components });
    const third = stream.batch(3);
    const first = stream.batch(0);
    expect(gaussianMixture({ key, batchSize: 4, components }).batch(0)).toEqual(first);
    expect(stream.batch(3)).toEqual(third);
    expect(first.inputs).not.toEqual(third.inputs);
    expect(gaussianMixture({ key: [8, 0], batchSize: 4, components }).batch(0).inputs).not.toEqual(
      first.inputs,
    );
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize must be an integer of at least 1, got 0.'],
    [{ components: [null as never] }, 'components[0] must be an object, got null.'],
    [
      { components: [{ mean: 1 as never, standardDeviation: 1 }] },
      'components[0].mean must be an array, got 1.',
    ],
    [{ components: [] }, 'components.length must be an integer from 1 to 65536, got 0.'],
    [{ components: 3 as never }, 'components must be an array, got 3.'],
    [{ key: [1] as never }, 'key must be an array of two unsigned 32-bit integers, got [1].'],
    [{ means: 1 } as never, 'options must hold only key, batchSize, components, got "means".'],
    [
      { components: [...components, { mean: [1], standardDeviation: 1 }] },
      'components[3].mean must have 2 numbers, as the first mean, got [1].',
    ],
    [
      { components: [{ mean: [0, Number.NaN], standardDeviation: 1 }] },
      'components[0].mean[1] must be a finite number, got NaN.',
    ],
    [
      { components: [{ mean: [0], standardDeviation: 0 }] },
      'components[0].standardDeviation must be a finite number above 0, got 0.',
    ],
  ])('refuses %o', (wrong, message) => {
    const act = (): unknown => gaussianMixture({ key, batchSize: 2, components, ...wrong });
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(`gaussianMixture: ${message}`);
    const stream = gaussianMixture({ key, batchSize: 2, components });
    expect(() => stream.batch(-1)).toThrow(
      'gaussianMixture.batch: n must be an integer of at least 0, got -1.',
    );
  });
});
