import type { Loop } from '@unsaturate/scan';
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
        known.push(binaryFormulas[value.fn](v, a, b));
        break;
      case 'select':
        known.push(v.select(isTrue(v, a), b, c));
        break;
    }
  }
  return known;
}
