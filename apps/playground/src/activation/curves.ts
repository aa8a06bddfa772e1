import {
  bases,
  createNoiseStream,
  createNoisyActivation,
  fillNormals,
  type NoisyActivation,
} from '@unsaturate/core';
import type { ActivationState } from './state.ts';

/** A unit over its input: outputs and slopes of them. */
export interface UnitCurves {
  readonly xs: readonly number[];
  /** The function without noise, and the line it leaves where it saturates. */
  readonly plain: readonly number[];
  readonly line: readonly number[];
  /** What is computed at test time. */
  readonly mean: readonly number[];
  /** The output of one draw of the noise. */
  readonly drawn: readonly number[];
  /** 95% of all outputs are between these. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** An output with noise of its own at every position. */
  readonly samples: readonly number[];
  /** Derivatives in x of the above. */
  readonly slopes: {
    readonly plain: readonly number[];
    readonly mean: readonly number[];
    readonly drawn: readonly number[];
    readonly samples: readonly number[];
  };
}

/** Positions of a curve. */
const points = 401;

/** 95% of standard normals are between minus and plus this. */
const central95 = 1.96;

/** How far the input goes to both sides: four times as far as the unit is linear. */
export function reach({ base }: Pick<ActivationState, 'base'>): number {
  return 4 * bases[base].threshold!;
}

/** The unit as `@unsaturate/core` computes it. */
export function unitOf({ base, variant, alpha, form, clip }: ActivationState): NoisyActivation {
  return createNoisyActivation({ base, variant, alpha, form, clip });
}

/**
 * Curves of the unit that a state describes.
 *
 * Outputs grow with the noise, or with its size in half-normal noise; so the band is between the outputs of no noise and
 * of noise of both signs that is exceeded once in twenty draws.
 */
export function unitCurves(state: ActivationState): UnitCurves {
  const { p, c, xi, draw } = state;
  const unit = unitOf(state);
  const { h, u, dh } = bases[state.base];
  const end = reach(state);
  const xs = Array.from({ length: points }, (_, i) => (end * (2 * i - (points - 1))) / (points - 1));
  const noise = fillNormals(createNoiseStream(1).key, draw, new Float64Array(points));
  const band = xs.map((x) => [-central95, 0, central95].map((each) => unit.value(x, p, c, each)));
  return {
    xs,
    plain: xs.map(h),
    line: xs.map(u),
    mean: xs.map((x) => unit.expectation(x, p, c)),
    drawn: xs.map((x) => unit.value(x, p, c, xi)),
    low: band.map((values) => Math.min(...values)),
    high: band.map((values) => Math.max(...values)),
    samples: xs.map((x, i) => unit.value(x, p, c, noise[i]!)),
    slopes: {
      plain: xs.map(dh),
      mean: xs.map((x) => unit.expectationDerivatives(x, p, c).x),
      drawn: xs.map((x) => unit.derivatives(x, p, c, xi).x),
      samples: xs.map((x, i) => unit.derivatives(x, p, c, noise[i]!).x),
    },
  };
}
