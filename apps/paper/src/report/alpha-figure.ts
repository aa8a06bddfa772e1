import { createNoiseStream, createNoisyActivation, fillNormals } from '@unsaturate/core';
import type { Scatter } from '../experiment/picture.ts';

/** What the figure is of. */
const figure = { alphas: [0.9, 1, 1.1, 1.2], c: 0.5, p: 1, from: -4, to: 4, points: 400 } as const;

/** Its title. */
export const alphaTitle = 'Influence of alpha';

/** What is to be seen. */
export const alphaText =
  `Outputs of a hard-tanh unit with half-normal noise (NAH, c = ${figure.c}, p = ${figure.p}) as its input grows, for several ` +
  'alpha, which the paper states for none of its results. Below 1 the mean leaks beyond the bound and noise pulls back; at 1 the ' +
  'mean without noise is the hard function; above 1 it bends inside and noise pushes out. Drawn from the activation itself, ' +
  'after figure 4 of the paper.';

/**
 * Sampled outputs of a unit against its input, a series for each alpha.
 *
 * @see Gulcehre et al. 2016, eq. 11-13, figure 4.
 */
export function alphaFigure(): Scatter {
  const { alphas, c, p, from, to, points } = figure;
  const { key } = createNoiseStream(1);
  return {
    kind: 'scatter',
    title: alphaTitle,
    across: 'input x',
    up: 'output',
    series: alphas.map((alpha, stream) => {
      const unit = createNoisyActivation({ base: 'hardTanh', variant: 'NAH', alpha });
      const normals = fillNormals(key, stream, new Float64Array(points));
      return {
        label: `alpha ${alpha}`,
        points: Array.from(normals, (xi, i) => {
          const x = from + ((to - from) * i) / (points - 1);
          return [rounded(x), rounded(unit.value(x, p, c, xi))] as const;
        }),
      };
    }),
  };
}

/** More digits cannot be seen. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}
