import { argsOf, type LoopValue } from '../drawing-loop.ts';

/** Functions whose result is a number if the argument is one. */
const boundedFunctions: ReadonlySet<string> = new Set([
  'sigmoid',
  'tanh',
  'softplus',
  'step',
  'sign',
  'floor',
  'not',
  'sin',
  'cos',
]);
const comparisons: ReadonlySet<string> = new Set([
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'and',
  'or',
]);

/**
 * Tells which values to look at to know whether a value is infinite or NaN where a guard is 0: it is if one of them is,
 * and if all of them are numbers it is a number unless it overflows.
 *
 * @param folds - Values that are constants there; may grow.
 * @param isOutside - Values that are computed anyway.
 */
export function spoilersOf(
  values: readonly LoopValue[],
  guard: number,
  folds: ReadonlyMap<number, { readonly spoilers: readonly number[] }>,
  isOutside: (value: number) => boolean,
): (value: number) => readonly number[] {
  const finite = finiteAtZero(values, guard);
  const known = new Map<number, readonly number[]>();
  const spoilers = (index: number): readonly number[] => {
    const found = folds.get(index)?.spoilers ?? known.get(index);
    if (found !== undefined) return found;
    const made = make(index, values[index]!);
    known.set(index, made);
    return made;
  };
  const make = (index: number, value: LoopValue): readonly number[] => {
    if (finite.has(index) || value.op === 'normal') return [];
    if (value.op === 'fill' && Number.isFinite(value.value)) return [];
    if (value.op === 'load' || value.op === 'fill' || isOutside(index)) return [index];
    const [a, b] = value.op === 'select' ? value.args.slice(1) : value.args;
    const all = union(spoilers(a), b === undefined ? [] : spoilers(b));
    if (value.op === 'select') return all.length === 0 ? [] : [index];
    const { fn } = value;
    if (['add', 'sub', 'mul', 'neg', 'abs'].includes(fn)) return all;
    const staysFinite = boundedFunctions.has(fn) || fn === 'min' || fn === 'max';
    return comparisons.has(fn) || (staysFinite && all.length === 0) ? [] : [index];
  };
  return spoilers;
}

/** The values that are numbers where a guard is 0: else it would be infinite or NaN too. */
function finiteAtZero(values: readonly LoopValue[], guard: number): ReadonlySet<number> {
  const finite = new Set<number>();
  const visit = (index: number): void => {
    finite.add(index);
    const value = values[index]!;
    if (value.op !== 'unary' && value.op !== 'binary') return;
    if (['add', 'sub', 'mul', 'neg', 'abs'].includes(value.fn)) argsOf(value).forEach(visit);
    if (value.fn === 'div') visit(value.args[0]);
  };
  visit(guard);
  return finite;
}

/** All of both, each once. */
export function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])];
}
