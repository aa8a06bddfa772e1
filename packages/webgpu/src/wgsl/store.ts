import type { Reduction, Store } from '@unsaturate/scan';
import { binaryExpressions } from './functions.ts';

/** How two partial results of a reduction become one. */
export const combined: Readonly<Record<Reduction, (a: string, b: string) => string>> = {
  sum: binaryExpressions.add,
  prod: binaryExpressions.mul,
  max: binaryExpressions.max,
  min: binaryExpressions.min,
};

/** A reduction of nothing. */
export const identities: Readonly<Record<Reduction, number>> = {
  sum: 0,
  prod: 1,
  max: -Infinity,
  min: Infinity,
};

/** Writes a value to its place, or combines it with what is there unless the store begins anew. */
export function storeStatement({ combine }: Store, place: string, value: string, fresh = false): string {
  return `${place} = ${combine === 'set' || fresh ? value : combined[combine](place, value)};`;
}
