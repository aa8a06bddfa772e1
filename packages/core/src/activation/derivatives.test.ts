import { describe, expect, it } from 'vitest';
import type { Base, BaseName } from '../bases/base.ts';
import { bases } from '../bases/bases.ts';
import { fillUniforms } from '../noise/normal.ts';
import { createNoisyActivation } from './noisy-activation.ts';
import { variants } from './options.ts';

/** The caller's own base: softsign, which leaves its linearisation at once. */
const softsign: Base = {
  h: (x) => x / (1 + Math.abs(x)),
  dh: (x) => 1 / (1 + Math.abs(x)) ** 2,
  u: (x) => x,
  du: () => 1,
  threshold: 1,
  range: [-1, 1],
};

const everyBase: [string, BaseName | Base][] = [
  ...(Object.keys(bases) as BaseName[]).map((name): [string, BaseName] => [name, name]),
  ["the caller's own base", softsign],
];
const everyVariant = [
  ...variants.map((variant) => ({ variant, form: 'equation9' as const })),
  { variant: 'NANIL' as const, form: 'authors' as const },
];
const combinations = everyBase.flatMap(([name, base]) =>
  everyVariant.flatMap((each) => [false, true].map((clip) => ({ name, base, clip, ...each }))),
);

type Point = [x: number, p: number, c: number, xi: number];

const count = 120;
const alphas = [0.85, 1, 1.15];
const uniforms = [0, 1, 2, 3].map((stream) => fillUniforms([99, 0], stream, new Float64Array(count)));
const awayFromZero = (v: number): number => Math.sign(v) * (0.1 + 2.9 * Math.abs(v));

/** x in (-6, 6), p in (-3, 3), c in (0, 1), |xi| in (0.1, 3): the authors' form bends too sharply nearer to 0. */
const points = Array.from({ length: count }, (_, i): Point => {
  const [x, p, c, xi] = uniforms.map((v) => v[i]!) as Point;
  return [6 * x, 3 * p, (c + 1) / 2, awayFromZero(xi)];
});

/** Central difference in one argument, or null beside a kink, where two step sizes disagree. */
function slope(f: (...point: Point) => number, point: Point, argument: number): number | null {
  const along = (step: number): number => f(...(point.with(argument, point[argument]! + step) as Point));
  const central = (step: number): number => (along(step) - along(-step)) / (2 * step);
  const narrow = central(5e-6);
  return Math.abs(central(1e-5) - narrow) < 1e-7 * (1 + Math.abs(narrow)) ? narrow : null;
}

describe.each(combinations)('derivatives of $variant, $form, of $name, clip $clip', (combination) => {
  it('agree with central differences in x, p and c', () => {
    const { base, variant, form, clip } = combination;
    const compared = points.flatMap((point, i) => {
      const phi = createNoisyActivation({ base, variant, form, clip, alpha: alphas[i % 3]! });
      const [x, p, c] = point;
      const training = phi.derivatives(...point);
      const expected = phi.expectationDerivatives(x, p, c);
      return (['x', 'p', 'c'] as const).flatMap((name, argument) => [
        { point, name, derivative: training[name], measured: slope(phi.value, point, argument) },
        { point, name, derivative: expected[name], measured: slope(phi.expectation, point, argument) },
      ]);
    });
    const smooth = compared.filter(({ measured }) => measured !== null);
    expect(smooth.length).toBeGreaterThan(0.98 * compared.length);
    const wrong = smooth.filter(
      ({ derivative, measured }) => Math.abs(derivative - measured!) > 1e-7 * (1 + Math.abs(derivative)),
    );
    expect(wrong).toEqual([]);
  });
});
