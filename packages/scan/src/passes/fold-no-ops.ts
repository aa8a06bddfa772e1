import { rewrite } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { foldArithmetic } from './rules/arithmetic.ts';
import { foldConstants } from './rules/constants.ts';
import { foldMovement } from './rules/movement.ts';
import { foldProduct } from './rules/products.ts';
import type { Rule } from './rules/rule.ts';

const rules: readonly Rule[] = [foldConstants, foldArithmetic, foldMovement, foldProduct];

/**
 * Replaces each node by something simpler of the same value where a rule knows how. Nodes that are no longer needed
 * stay, see `deadCode`.
 *
 * Values are the same to the last bit, NaN and infinities included, but for the sign of a zero, which does not count:
 * `x + 0` is x. So `0 x` stays, and nothing is summed in another order.
 */
export function foldNoOps(graph: Graph): Graph {
  return rewrite(graph, (node, builder) => {
    for (const rule of rules) {
      const simpler = rule(node, builder);
      if (simpler !== null) return simpler;
    }
    return builder.add(node);
  });
}
