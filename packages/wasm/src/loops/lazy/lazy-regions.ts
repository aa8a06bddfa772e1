import type { BinaryFunction, UnaryFunction } from '@unsaturate/scan';
import { argsOf, type LoopValue } from '../drawing-loop.ts';
import { type Fold, foldAtZero } from './fold.ts';
import { likelyZero } from './likely-zero.ts';

/**
 * Values that need not be computed where a guard is 0: what only the joints need.
 *
 * A joint is a value that others need, and which is a constant there.
 */
export interface Region {
  readonly guard: number;
  readonly joints: ReadonlyMap<number, Fold>;
}

/** Fewer instructions are not worth a branch. */
const leastSaved = 20;

/** Instructions of what takes more than one or two. */
const costs: Readonly<Partial<Record<UnaryFunction | BinaryFunction, number>>> = {
  exp: 20,
  sigmoid: 25,
  tanh: 30,
  log: 30,
  log1p: 45,
  softplus: 60,
  sin: 40,
  cos: 40,
  pow: 80,
};
const costOfNormal = 80;

/**
 * Finds the work in a loop that can be left out where values are 0 that mostly are: guard by guard, each time the one
 * that saves most, as long as it saves enough.
 *
 * @param results - The values that the loop stores.
 */
export function lazyRegions(values: readonly LoopValue[], results: readonly number[]): readonly Region[] {
  const candidates = likelyZero(values).flatMap((likely, value) => (likely ? [value] : []));
  const regions: Region[] = [];
  for (;;) {
    const found = candidates
      .map((guard) => tryGuard(values, results, regions, guard))
      .reduce((best, each) => (each.saved >= best.saved ? each : best), { saved: 0, regions });
    if (found.saved < leastSaved) return regions;
    regions.splice(0, regions.length, ...found.regions);
  }
}

/** What another guard would save, and the regions then. */
function tryGuard(
  values: readonly LoopValue[],
  results: readonly number[],
  regions: readonly Region[],
  guard: number,
): { readonly saved: number; readonly regions: readonly Region[] } {
  const before = computedAnyway(values, results, regions);
  if (!before.has(guard) || regions.some((each) => each.guard === guard)) return { saved: 0, regions };
  const taken = new Set(regions.flatMap(({ joints }) => [...joints.keys()]));
  const foldsWith = (isOutside: (value: number) => boolean): Region => {
    const folds = [...foldAtZero(values, guard, isOutside)].filter(([value]) => !taken.has(value));
    return { guard, joints: new Map(folds) };
  };
  // Spoilers are looked for where the region ends, and where it ends depends on how far values fold: first without them.
  const most = foldsWith(() => true);
  const free = new Map([...most.joints].map(([value, { constant }]) => [value, { constant, spoilers: [] }]));
  const outside = computedAnyway(values, results, [...regions, { guard, joints: free }]);
  const region = foldsWith((value) => outside.has(value));
  const after = computedAnyway(values, results, [...regions, region]);
  const joints = new Map([...region.joints].filter(([value]) => after.has(value)));
  const spoilers = new Set([...joints.values()].flatMap((joint) => joint.spoilers));
  const saved = costOf(values, before) - costOf(values, after) - joints.size - 2 * spoilers.size;
  return { saved, regions: [...regions, { guard, joints }] };
}

/** The values that are computed for every element: all that results need, down to joints, and what those need. */
function computedAnyway(
  values: readonly LoopValue[],
  results: readonly number[],
  regions: readonly Region[],
): ReadonlySet<number> {
  const computed = new Set<number>();
  const visit = (index: number): void => {
    if (computed.has(index)) return;
    computed.add(index);
    const region = regions.find(({ joints }) => joints.has(index));
    if (region === undefined) argsOf(values[index]!).forEach(visit);
    else [region.guard, ...region.joints.get(index)!.spoilers].forEach(visit);
  };
  results.forEach(visit);
  return computed;
}

function costOf(values: readonly LoopValue[], computed: ReadonlySet<number>): number {
  return [...computed].reduce((sum, index) => sum + costOfValue(values[index]!), 0);
}

function costOfValue(value: LoopValue): number {
  if (value.op === 'load' || value.op === 'fill') return 0;
  if (value.op === 'normal') return costOfNormal;
  return value.op === 'select' ? 1 : (costs[value.fn] ?? 1);
}
