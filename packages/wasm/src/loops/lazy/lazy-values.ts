import type { DrawingLoop } from '../drawing-loop.ts';
import type { Expression, ExpressionOps } from '../expression.ts';
import { lazyRegions } from './lazy-regions.ts';

/**
 * Makes the joints of a loop's regions lazy: computed where the guard is not 0 (or NaN), else what they are known to be.
 *
 * An element is the same whatever others are computed with it.
 *
 * @returns What a value is, given its number, what it was made as, and the values before it.
 */
export function lazyValues(
  ops: ExpressionOps,
  { values, stores }: DrawingLoop,
): (value: number, made: Expression, known: readonly Expression[]) => Expression {
  const regions = lazyRegions(
    values,
    stores.map(({ value }) => value),
  );
  const joints = new Map(
    regions.flatMap(({ guard, joints }, region) =>
      [...joints].map(([value, fold], number) => [value, { guard, region, fold, number }] as const),
    ),
  );
  return (value, made, known) => {
    const joint = joints.get(value);
    if (joint === undefined) return made;
    const { constant, spoilers } = joint.fold;
    const [first, ...rest] = spoilers.map((each) => known[each]!);
    const zero = ops.constant(0);
    const otherwise =
      first &&
      ops.madd(
        rest.reduce((sum, each) => ops.add(sum, each), first),
        zero,
        ops.constant(constant),
      );
    return ops.lazy(`region ${joint.region}`, joint.number, {
      mask: ops.notEqual(known[joint.guard]!, zero),
      value: made,
      otherwise: otherwise ?? ops.constant(constant),
    });
  };
}
