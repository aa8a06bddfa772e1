import type { Value } from '@unsaturate/scan';
import { binaryFormulas, isTrue, unaryFormulas, type VectorOps } from '../math/index.ts';
import type { LoopValue } from './drawing-loop.ts';

/** What values of a loop come from. */
export interface LoopInputs<V> {
  load(load: number): V;
  normal(site: number): V;
}

/**
 * The values of a loop in terms of what it loads and draws.
 *
 * @param finish - What a value is in the eyes of those that come after it, given what it was made as and those before.
 */
export function valuesOf<V>(
  v: VectorOps<V>,
  values: readonly LoopValue[],
  inputs: LoopInputs<V>,
  finish: (value: number, made: V, known: readonly V[]) => V,
): readonly V[] {
  const known: V[] = [];
  const make = (value: LoopValue): V => {
    const args = 'args' in value ? value.args.map((arg) => known[arg]!) : [];
    const [a, b, c] = args as [V, V, V];
    if (value.op === 'load') return inputs.load(value.load);
    if (value.op === 'normal') return inputs.normal(value.site);
    if (value.op === 'fill') return v.constant(value.value);
    if (value.op === 'unary') return unaryFormulas[value.fn](v, a);
    if (value.op === 'select') return v.select(isTrue(v, a), b, c);
    return limited(v, values, value, known) ?? binaryFormulas[value.fn](v, a, b);
  };
  values.forEach((value, i) => known.push(finish(i, make(value), known)));
  return known;
}

/** `min` or `max` with a number, where the faster operation does the same: it has no NaN to look for in the number. */
function limited<V>(
  v: VectorOps<V>,
  values: readonly LoopValue[],
  { fn, args }: Extract<Value, { op: 'binary' }>,
  known: readonly V[],
): V | undefined {
  if (fn !== 'min' && fn !== 'max') return undefined;
  const limit = args.findLast((arg) => {
    const each = values[arg]!;
    return each.op === 'fill' && !Number.isNaN(each.value);
  });
  if (limit === undefined) return undefined;
  const value = known[args[0] === limit ? args[1] : args[0]]!;
  return fn === 'min' ? v.least(value, known[limit]!) : v.most(value, known[limit]!);
}
