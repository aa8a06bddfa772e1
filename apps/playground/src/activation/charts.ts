import { bases } from '@unsaturate/core';
import { type Chart, type Line, short } from '../chart/chart.ts';
import { reach, unitCurves, type UnitCurves } from './curves.ts';
import { type ActivationState, comparedAlphas, isComparing } from './state.ts';
import { baseNames, testTimeName } from './words.ts';

const colors = ['--line-0', '--line-1', '--line-2', '--line-3'] as const;

/** Outputs of a unit over its input, and their slopes. */
export function unitCharts(state: ActivationState): readonly [outputs: Chart, slopes: Chart] {
  return isComparing(state) ? comparingCharts(state) : singleCharts(state);
}

function singleCharts(state: ActivationState): readonly [Chart, Chart] {
  const curves = unitCurves(state);
  const { plain, mean, drawn, samples, low, high, slopes } = curves;
  const name = testTimeName(state.variant);
  const noisy = state.variant !== 'none';
  const draw = `one draw, noise ${short(state.xi)}`;
  const without = (values: readonly number[]): Line => plainLine(values, noisy ? 'line' : 'bold');
  return [
    {
      ...frame(state, curves.xs),
      title: 'Output',
      up: 'output',
      lines: [
        {
          label: 'linear part, continued',
          style: 'dashed',
          color: '--muted',
          values: linearPart(curves, state),
        },
        without(plain),
        ...(noisy
          ? noisyLines(['sampled outputs', draw, `${name}, and 95% of outputs`], samples, drawn, mean)
          : []),
      ],
      bands: noisy ? [{ line: 4, low, high }] : [],
      inWords: outputsInWords(state, curves),
    },
    {
      ...frame(state, curves.xs),
      title: 'Slope: what training can learn from',
      up: 'slope of the output',
      lines: [
        without(slopes.plain),
        ...(noisy
          ? noisyLines(
              ['slopes of sampled outputs', draw, name === 'mean' ? 'of the mean' : name],
              slopes.samples,
              slopes.drawn,
              slopes.mean,
            )
          : []),
      ],
      inWords:
        `Slopes of the output against the input x. At the ends the slope without noise is ${ends(slopes.plain)}, ` +
        `of one draw ${ends(slopes.drawn)}.`,
    },
  ];
}

function noisyLines(
  [sampled, draw, name]: readonly [string, string, string],
  samples: readonly number[],
  drawn: readonly number[],
  mean: readonly number[],
): Line[] {
  return [
    { label: sampled, style: 'dots', color: '--line-4', values: samples },
    { label: draw, style: 'line', color: '--line-1', values: drawn },
    { label: name, style: 'bold', color: '--line-0', values: mean },
  ];
}

function plainLine(values: readonly number[], style: 'line' | 'bold'): Line {
  return { label: 'without noise', style, color: '--muted', values };
}

function comparingCharts(state: ActivationState): readonly [Chart, Chart] {
  const each = comparedAlphas.map((alpha) => unitCurves({ ...state, alpha }));
  const [{ xs, plain, slopes }] = each as [UnitCurves];
  const dots = (values: (curves: UnitCurves) => readonly number[]): Line[] =>
    each.map((curves, i) => ({
      label: `alpha ${comparedAlphas[i]}`,
      style: 'dots',
      color: colors[i]!,
      values: values(curves),
    }));
  const alphas = comparedAlphas.join(', ');
  return [
    {
      ...frame(state, xs),
      title: 'Sampled outputs for several alphas',
      up: 'output',
      lines: [plainLine(plain, 'line'), ...dots(({ samples }) => samples)],
      inWords:
        `Sampled outputs of a ${baseNames[state.base]} unit for alpha ${alphas}. At the ends the mean is ` +
        `${each.map(({ mean }, i) => `${ends(mean)} for alpha ${comparedAlphas[i]}`).join('; ')}.`,
    },
    {
      ...frame(state, xs),
      title: 'Their slopes: what training can learn from',
      up: 'slope of the output',
      lines: [plainLine(slopes.plain, 'line'), ...dots(({ slopes }) => slopes.samples)],
      inWords:
        `Slopes of sampled outputs for alpha ${alphas}. At the ends the slope of the mean is ` +
        `${each.map(({ slopes: { mean } }, i) => `${ends(mean)} for alpha ${comparedAlphas[i]}`).join('; ')}.`,
    },
  ];
}

/** What both charts of a state have in common. */
function frame(state: ActivationState, xs: readonly number[]) {
  const end = reach(state);
  const { threshold } = bases[state.base];
  return {
    across: 'input x',
    xs,
    acrossRange: [-end, end],
    shaded: {
      label: 'saturated',
      parts: [
        [-end, -threshold!],
        [threshold!, end],
      ],
    },
    mark: state.x,
  } satisfies Partial<Chart>;
}

/** The line up to not far outside: where it went on, everything else would be small. */
function linearPart({ line }: UnitCurves, { base }: ActivationState): (number | null)[] {
  const [min, max] = bases[base].range!;
  const margin = (max - min) / 2;
  return line.map((value) => (value >= min - margin && value <= max + margin ? value : null));
}

function outputsInWords({ base, variant }: ActivationState, { mean, low, high }: UnitCurves): string {
  const unit = `Output of a ${baseNames[base]} unit against its input x.`;
  if (variant === 'none') return `${unit} At the ends it is ${ends(mean)}.`;
  return (
    `${unit} Noise: ${variant}. At the ends it is ${ends(mean)} ${variant === 'NAN' || variant === 'NAH' ? 'on average' : 'at test time'}, ` +
    `and 95% of outputs are between ${short(low[0]!)} and ${short(high[0]!)}, and ${short(low.at(-1)!)} and ${short(high.at(-1)!)}.`
  );
}

/** The first and the last value. */
function ends(values: readonly number[]): string {
  return `${short(values[0]!)} and ${short(values.at(-1)!)}`;
}
