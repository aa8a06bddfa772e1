import type { GraphBuilder } from '../../graph/build.ts';
import type { NodeId } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Rule } from './rule.ts';

/** A product reads its factors transposed itself, and one matrix per factor needs no leading axes. */
export const foldProduct: Rule = (node, builder) => {
  if (node.op !== 'matmul') return null;
  const [a, b] = node.inputs;
  const plainA = transposed(a, builder);
  const plainB = transposed(b, builder);
  if (plainA !== null || plainB !== null) {
    return builder.matmul(plainA ?? a, plainB ?? b, {
      transposeA: node.transposeA !== (plainA !== null),
      transposeB: node.transposeB !== (plainB !== null),
    });
  }
  if (node.shape.length === 2 || sizeOf(node.shape.slice(0, -2)) !== 1) return null;
  return builder.reshape(builder.matmul(matrix(a, builder), matrix(b, builder), node), node.shape);
};

/** What `id` is the matrix transpose of, or null. */
function transposed(id: NodeId, builder: GraphBuilder): NodeId | null {
  const node = builder.node(id);
  if (node.op !== 'transpose') return null;
  const rank = node.perm.length;
  const swapsLastTwo = node.perm.every((axis, i) => axis === (i < rank - 2 ? i : 2 * rank - 3 - i));
  return swapsLastTwo ? node.inputs[0] : null;
}

function matrix(id: NodeId, builder: GraphBuilder): NodeId {
  return builder.reshape(id, builder.node(id).shape.slice(-2));
}
