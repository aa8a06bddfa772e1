import type { Product } from '@unsaturate/scan';
import { type Scope, word } from './places.ts';
import { storeStatement } from './store.ts';
import { elementOf, type KernelLoop, valueStatements } from './values.ts';

/**
 * Statements that compute a loop over the elements of a product where a thread has stored `rows` times `columns` of them,
 * from `row` and `column` on.
 */
export function epilogueStatements(
  { n }: Product,
  loop: KernelLoop,
  scope: Scope,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): string[] {
  const axes = loop.dims.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const names = axes.length === 2 ? ['i', 'j'] : [n === 1 ? 'i' : 'j'];
  const indices = loop.dims.map((_, axis) => (axes.includes(axis) ? names[axes.indexOf(axis)]! : '0u'));
  return [
    `for (var e = 0u; e < ${word(rows * columns)}; e++) {`,
    `  let i = row + e / ${word(columns)};`,
    `  let j = column + e % ${word(columns)};`,
    `  if (i < m && j < ${word(n)}) {`,
    ...[
      ...valueStatements(loop, scope, indices),
      ...loop.stores.map((store) =>
        storeStatement(store, elementOf(store, scope, indices), `v${store.value}`),
      ),
    ].map((line) => `    ${line}`),
    '  }',
    '}',
  ];
}
