import type { NamedTensors } from '../model.ts';
import type { Json } from '../records.ts';
import type { NamedValues } from './checkpoint.ts';
import type { Difference } from './errors.ts';
import { dtypeOf } from './tensors.ts';

/** Where two pieces of JSON differ, by path; arrays and plain values are compared whole. */
export function jsonDifferences(key: string, saved: unknown, given: unknown): Difference[] {
  if (isRecord(saved) && isRecord(given)) {
    const keys = [...new Set([...Object.keys(saved), ...Object.keys(given)])].toSorted();
    return keys.flatMap((each) => jsonDifferences(`${key}.${each}`, saved[each], given[each]));
  }
  return JSON.stringify(saved) === JSON.stringify(given) ? [] : [{ key, saved, given }];
}

/** Where the names, shapes or dtypes of saved values and of tensors differ. */
export function tensorDifferences(prefix: string, saved: NamedValues, given: NamedTensors): Difference[] {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(given)])].toSorted();
  return names.flatMap((name) => {
    const [from, to] = [saved[name], given[name]];
    const savedAs = from && signature(dtypeOf(from.data), from.shape);
    const givenAs = to && signature(to.dtype, to.shape);
    return savedAs === givenAs ? [] : [{ key: `${prefix}/${name}`, saved: savedAs, given: givenAs }];
  });
}

function signature(dtype: string, shape: readonly number[]): string {
  return `${dtype} [${shape.join(', ')}]`;
}

function isRecord(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
