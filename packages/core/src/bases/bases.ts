import type { Base, BaseName } from './base.ts';

/** Logistic sigmoid `1 / (1 + e^-x)`, written so that the exponential never overflows. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** `clamp(slope x + offset, min, max)`, where offset is the middle of the range. */
function clampedLine(slope: number, offset: number, min: number, max: number): Base {
  const u = (x: number): number => slope * x + offset;
  const threshold = (max - offset) / slope;
  return {
    h: (x) => Math.min(Math.max(u(x), min), max),
    dh: (x) => (Math.abs(x) <= threshold ? slope : 0),
    u,
    du: () => slope,
    threshold,
    range: [min, max],
  };
}

/**
 * The bases by name.
 *
 * | name | h(x) | u(x) | threshold |
 * | --- | --- | --- | --- |
 * | sigmoid | 1 / (1 + e^-x) | 0.25 x + 0.5 | 2 |
 * | tanh | tanh x | x | 1 |
 * | hardSigmoid | clamp(0.25 x + 0.5, 0, 1), eq. 3 | 0.25 x + 0.5 | 2 |
 * | hardTanh | clamp(x, -1, 1), eq. 4 | x | 1 |
 * | kerasHardSigmoid | clamp(0.2 x + 0.5, 0, 1), the 'hardSigmoid' of tf.layers | 0.2 x + 0.5 | 2.5 |
 *
 * At a corner the derivative of a hard function is that of its linear side.
 */
export const bases: Readonly<Record<BaseName, Base>> = {
  sigmoid: {
    h: logistic,
    dh: (x) => logistic(x) * logistic(-x),
    u: (x) => 0.25 * x + 0.5,
    du: () => 0.25,
    threshold: 2,
    range: [0, 1],
  },
  tanh: {
    h: Math.tanh,
    dh: (x) => 1 / Math.cosh(x) ** 2,
    u: (x) => x,
    du: () => 1,
    threshold: 1,
    range: [-1, 1],
  },
  hardSigmoid: clampedLine(0.25, 0.5, 0, 1),
  hardTanh: clampedLine(1, 0, -1, 1),
  kerasHardSigmoid: clampedLine(0.2, 0.5, 0, 1),
};
