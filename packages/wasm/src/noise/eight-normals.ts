import type { Expression, ExpressionOps } from '../loops/expression.ts';
import { normalFromWord } from './normal.ts';
import { threefry } from './threefry.ts';

/** Where normals are drawn. */
export interface Stream {
  /** As threefry takes it. */
  readonly key: readonly [Expression, Expression, Expression];
  readonly stream: Expression;
}

/**
 * The normals of four blocks, a block in each lane of `block`: elements 0 to 3, and 4 to 7.
 *
 * @param guard - Name of what decides whether one of them is in the tail.
 */
export function eightNormals(
  ops: ExpressionOps,
  { key, stream }: Stream,
  block: Expression,
  guard: string,
): readonly [Expression, Expression] {
  const [even, odd] = threefry(ops, key, [block, stream]).map((word) => {
    const { inTail, central, tail } = normalFromWord(ops, word);
    return ops.lazy(guard, 0, { mask: inTail, value: tail, otherwise: central });
  }) as [Expression, Expression];
  return [ops.firstPairs(even, odd), ops.lastPairs(even, odd)];
}
