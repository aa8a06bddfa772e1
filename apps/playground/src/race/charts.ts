import { type Chart, type Line, short } from '../chart/chart.ts';
import type { ArmProgress } from './arm-progress.ts';
import type { RaceState } from './state.ts';
import { armWords, heldOutWords } from './words.ts';

const colors = ['--line-0', '--line-1'] as const;

/** Names of the two arms, told apart where both are the same. */
export function armTitles({ first, second }: RaceState): readonly [string, string] {
  const [a, b] = [armWords[first][0], armWords[second][0]];
  return a === b ? [`${a} (first)`, `${b} (second)`] : [a, b];
}

/** Curves of both arms: training loss, and what is measured on new examples. */
export function raceCharts(
  race: RaceState,
  arms: readonly ArmProgress[],
): readonly [training: Chart, heldOut: Chart] {
  const { value, title, axis } = heldOutWords[race.task];
  return [
    chartOf(
      race,
      arms,
      'Training loss',
      'loss',
      arms.map(({ loss }) => loss),
    ),
    chartOf(
      race,
      arms,
      title,
      axis,
      arms.map(({ heldOut }) => heldOut.map(([update, values]) => [update, values[value]!] as const)),
    ),
  ];
}

type Curve = readonly (readonly [update: number, value: number])[];

function chartOf(
  race: RaceState,
  arms: readonly ArmProgress[],
  title: string,
  up: string,
  curves: readonly Curve[],
): Chart {
  const titles = armTitles(race);
  const xs = [...new Set(curves.flatMap((curve) => curve.map(([update]) => update)))].toSorted(
    (a, b) => a - b,
  );
  const lines = curves.map((curve, i): Line => {
    const values = new Map(curve);
    return {
      label: titles[i]!,
      style: 'bold',
      color: colors[i]!,
      values: xs.map((update) => values.get(update) ?? null),
    };
  });
  const highest = Math.max(0, ...curves.flatMap((curve) => curve.map(([, value]) => value)));
  return {
    title,
    across: 'update',
    up,
    xs,
    acrossRange: [0, Math.max(10, ...arms.map(({ update }) => update))],
    wholeAcross: true,
    upRange: [0, highest === 0 ? 1 : 1.05 * highest],
    lines,
    inWords: `${title}. ${curves.map((curve, i) => curveInWords(titles[i]!, curve)).join(' ')}`,
  };
}

function curveInWords(title: string, curve: Curve): string {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return `${title}: nothing yet.`;
  return `${title}: ${short(first[1])} at update ${first[0]}, ${short(last[1])} at update ${last[0]}.`;
}
