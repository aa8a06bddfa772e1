import { rewrite } from '../graph/build.ts';
import type { Graph, GraphNode, NodeId } from '../graph/graph.ts';
import { users } from './analysis.ts';

/**
 * `slice(f(a, b)) = f(slice(a), slice(b))` for elementwise f of which only slices are used: the parts of a wide value,
 * such as the gates of an LSTM, then go through one loop each of their own shape.
 *
 * Sums of products stay whole, because there the product is what costs.
 */
export function slicesFirst(graph: Graph): Graph {
  const usedBy = users(graph);
  const outputs = new Set(Object.values(graph.outputs));
  const isProduct = (id: NodeId): boolean => graph.nodes[id]!.op === 'matmul';
  const splits = graph.nodes.map(
    (node, id) =>
      (node.op === 'unary' || node.op === 'binary' || node.op === 'select') &&
      !outputs.has(id) &&
      !(node.inputs as readonly NodeId[]).some(isProduct) &&
      usedBy[id]!.every((user) => graph.nodes[user]!.op === 'slice'),
  );
  let index = 0;
  return rewrite(graph, (node, builder) => {
    const original = graph.nodes[index++]!;
    if (original.op !== 'slice' || node.op !== 'slice' || !splits[original.inputs[0]])
      return builder.add(node);
    const whole = builder.node(node.inputs[0]);
    const parts = whole.inputs.map((input) => builder.slice(input, node.begin, node.shape, node.strides));
    return builder.add({ ...whole, inputs: parts, shape: node.shape } as GraphNode);
  });
}
