import type { BufferId, Loop, Value, View } from '@unsaturate/scan';
import { binaryExpressions, literal, unaryExpressions } from './functions.ts';
import { type Scope, startOf, strided, word } from './places.ts';

/** A loop as a kernel computes it. */
export interface KernelLoop extends Loop {
  /** Buffers that are not read but drawn: site by buffer. */
  readonly drawn: ReadonlyMap<BufferId, number>;
  /** Stores, by index, that begin anew instead of going on with what is there. */
  readonly fresh: ReadonlySet<number>;
}

/** Statements that compute the values of one element of a loop, `v0`, `v1`, ..., given its index along each axis. */
export function valueStatements(loop: KernelLoop, scope: Scope, indices: readonly string[]): string[] {
  return loop.values.map((value, i) => `let v${i} = ${expression(loop, scope, indices, value)};`);
}

function expression(loop: KernelLoop, scope: Scope, indices: readonly string[], value: Value): string {
  if (value.op === 'load') return loaded(loop, scope, indices, loop.loads[value.load]!);
  if (value.op === 'fill') return literal(value.value);
  const [a, b, c] = value.args.map((arg) => `v${arg}`) as [string, string, string];
  if (value.op === 'unary') return unaryExpressions[value.fn](a);
  if (value.op === 'binary') return binaryExpressions[value.fn](a, b);
  return `select(${c}, ${b}, ${a} != 0.0)`;
}

function loaded({ drawn }: KernelLoop, scope: Scope, indices: readonly string[], view: View): string {
  const site = drawn.get(view.buffer);
  if (site === undefined) return elementOf(view, scope, indices);
  const element = [...strided(indices, view.strides), ...(view.offset === 0 ? [] : [word(view.offset)])];
  return `normal(${word(site)}, ${element.join(' + ') || '0u'})`;
}

/** The element of a view at an index along each axis. */
export function elementOf(view: View, scope: Scope, indices: readonly string[]): string {
  const at = [startOf(view, scope), ...strided(indices, view.strides)].join(' + ');
  return `${scope.regionOf(view.buffer)}[${at}]`;
}
