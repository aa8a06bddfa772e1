import { createNoiseStream, createNoisyActivation, fillNormals } from '@unsaturate/core';

/** What the first page shows: outputs of a noisy hard tanh against its input, x from -4 to 4. */
const shown = { from: -4, to: 4, points: 700, c: 4, p: 1, alpha: 1 } as const;

/** Units of the picture for 1 of x, and for 1 of the output. */
const [across, up] = [40, 110] as const;

/**
 * The picture of the first page, as an SVG whose colors are seen on light and dark: the hard function as a line, and sampled
 * outputs of NAH noise around it.
 */
export function heroSvg(): string {
  const { from, to, points, c, p, alpha } = shown;
  const unit = createNoisyActivation({ base: 'hardTanh', variant: 'NAH', alpha });
  const normals = fillNormals(createNoiseStream(1).key, 0, new Float64Array(points));
  const at = (x: number, y: number): string => `${(across * x).toFixed(1)} ${(-up * y).toFixed(1)}`;
  const dots = Array.from(normals, (xi, i) => {
    const x = from + ((to - from) * i) / (points - 1);
    return `M${at(x, unit.value(x, p, c, xi))}h0`;
  });
  const corners = [from, -1, 1, to].map((x) => at(x, Math.max(-1, Math.min(1, x))));
  const [width, height] = [across * (to - from) + 20, 2 * up + 60];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-width / 2} ${-height / 2} ${width} ${height}" fill="none" stroke-linecap="round" stroke-linejoin="round">
<path d="M${-width / 2} 0H${width / 2}M0 ${-height / 2}V${height / 2}" stroke="#8888" stroke-width="1"/>
<path d="M${corners.join('L')}" stroke="#8889" stroke-width="3"/>
<path d="${dots.join('')}" stroke="#5b7cfa" stroke-opacity="0.75" stroke-width="4.5"/>
</svg>
`;
}
