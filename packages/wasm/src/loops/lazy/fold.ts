import { binaryFormulas, scalarOps, unaryFormulas } from '../../math/index.ts';
import { fromBits, toBits } from '../../math/scalar-ops.ts';
import { argsOf, type LoopValue } from '../drawing-loop.ts';
import { spoilersOf, union } from './spoilers.ts';

/** What a value is where the guard is 0: `constant`, or NaN if one of the spoilers is infinite or NaN. */
export interface Fold {
  readonly constant: number;
  readonly spoilers: readonly number[];
}

/**
 * The values of a loop that are constants where a guard is 0, since `0 x = 0` of every number x.
 *
 * It holds but for the signs of zeros, and unless a product or sum of numbers on the way overflows.
 *
 * @param isOutside - Which values are computed anyway: spoilers are looked for no further.
 */
export function foldAtZero(
  values: readonly LoopValue[],
  guard: number,
  isOutside: (value: number) => boolean,
): ReadonlyMap<number, Fold> {
  const folds = new Map<number, Fold>([[guard, { constant: 0, spoilers: [] }]]);
  const knownOf = (value: number): Fold | undefined => {
    const each = values[value]!;
    return each.op === 'fill' ? { constant: each.value, spoilers: [] } : folds.get(value);
  };
  const spoilers = spoilersOf(values, guard, folds, isOutside);
  for (let i = guard + 1; i < values.length; i++) {
    const value = values[i]!;
    if (!argsOf(value).some((arg) => folds.has(arg))) continue;
    const fold = foldValue(value, argsOf(value).map(knownOf), spoilers);
    if (fold !== undefined && Number.isFinite(fold.constant)) folds.set(i, fold);
  }
  folds.delete(guard);
  return folds;
}

function foldValue(
  value: LoopValue,
  known: readonly (Fold | undefined)[],
  spoilers: (value: number) => readonly number[],
): Fold | undefined {
  const [a, b, c] = known;
  if (value.op === 'select') {
    const chosen = a ? (a.constant === 0 ? c : b) : b?.constant === c?.constant ? b : undefined;
    const certain = a ? isPure(a) : isPure(b) && isPure(c);
    return certain ? chosen : undefined;
  }
  if (value.op === 'unary' && a) {
    const constant = fromBits(unaryFormulas[value.fn](ops, toBits(a.constant)));
    const keepsNaN = value.fn !== 'sign' && value.fn !== 'not';
    return keepsNaN || isPure(a) ? { constant, spoilers: a.spoilers } : undefined;
  }
  if (value.op !== 'binary') return undefined;
  if (a && b) {
    const constant = fromBits(binaryFormulas[value.fn](ops, toBits(a.constant), toBits(b.constant)));
    const all = union(a.spoilers, b.spoilers);
    return keepNaN.has(value.fn) || all.length === 0 ? { constant, spoilers: all } : undefined;
  }
  const zero = a ?? b;
  if (value.fn !== 'mul' || zero?.constant !== 0) return undefined;
  return { constant: 0, spoilers: union(zero.spoilers, spoilers(value.args[a ? 1 : 0])) };
}

const ops = scalarOps(false);
const keepNaN: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div']);

function isPure(fold: Fold | undefined): boolean {
  return fold?.spoilers.length === 0;
}
