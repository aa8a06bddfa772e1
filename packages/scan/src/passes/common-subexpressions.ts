import { rewrite } from '../graph/build.ts';
import type { BinaryFunction, Graph, GraphNode, NodeId } from '../graph/graph.ts';
import { nodeKey } from '../graph/key.ts';

const commutative: ReadonlySet<BinaryFunction> = new Set([
  'add',
  'mul',
  'min',
  'max',
  'equal',
  'notEqual',
  'and',
  'or',
]);

/** Computes the same operation on the same nodes once; `a + b` is `b + a`. */
export function commonSubexpressions(graph: Graph): Graph {
  const first = new Map<string, NodeId>();
  return rewrite(graph, (node, builder) => {
    const key = nodeKey(ordered(node));
    const id = first.get(key) ?? builder.add(node);
    first.set(key, id);
    return id;
  });
}

function ordered(node: GraphNode): GraphNode {
  if (node.op !== 'binary' || !commutative.has(node.fn)) return node;
  const [a, b] = node.inputs;
  return { ...node, inputs: [Math.min(a, b), Math.max(a, b)] };
}
