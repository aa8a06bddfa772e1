import type { Loop, Value } from '@unsaturate/scan';
import { binaryFormulas, isTrue, unaryFormulas, type VectorOps } from '../math/index.ts';

/** The values of a loop in terms of its loads. */
export function valuesOf<V>(v: VectorOps<V>, values: Loop['values'], loads: readonly V[]): readonly V[] {
  const known: V[] = [];
  for (const value of values) {
    const args = 'args' in value ? value.args.map((arg) => known[arg]!) : [];
    const [a, b, c] = args as [V, V, V];
    switch (value.op) {
      case 'load':
        known.push(loads[value.load]!);
        break;
      case 'fill':
        known.push(v.constant(value.value));
        break;
      case 'unary':
        known.push(unaryFormulas[value.fn](v, a));
        break;
      case 'binary':
        known.push(limited(v, values, value, known) ?? binaryFormulas[value.fn](v, a, b));
        break;
      case 'select':
        known.push(v.select(isTrue(v, a), b, c));
        break;
    }
  }
  return known;
}

/** `min` or `max` with a number, where the faster operation does the same: it has no NaN to look for in the number. */
function limited<V>(
  v: VectorOps<V>,
  values: Loop['values'],
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
