import type { Graph, GraphNode, NodeId, OperationName } from '../graph/graph.ts';

/**
 * Finds the parts of a gradient that have to be summed over the time steps, since for linear f
 *
 *     sum_t f(a_t, b_t) = f(sum_t a_t, sum_t b_t):
 *
 * goes down from the gradient through linear
 * operations (reshapes, transposes, concats, broadcasts, sums, products with what no step changes) to the first that
 * are not, such as the products a_t' b_t.
 *
 * @param invariant - Whether a value is the same in every step.
 */
export function gradientLeaves(
  graph: Graph,
  gradient: NodeId,
  invariant: (node: NodeId) => boolean,
): NodeId[] {
  const leaves = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    const through = linearInputs(graph.nodes[id]!, invariant);
    if (through === undefined || isZero(graph.nodes[id]!)) {
      if (!isZero(graph.nodes[id]!)) leaves.add(id);
    } else {
      through.forEach(visit);
    }
  };
  visit(gradient);
  return [...leaves];
}

/** Inputs in which a node is linear, all others being the same in every step; undefined if there are none such. */
function linearInputs(node: GraphNode, invariant: (node: NodeId) => boolean): readonly NodeId[] | undefined {
  if (movements.has(node.op)) return node.inputs;
  if (node.op === 'unary') return node.fn === 'neg' ? node.inputs : undefined;
  if (node.op !== 'binary') return undefined;
  if (node.fn === 'add' || node.fn === 'sub') return node.inputs;
  if (node.fn === 'mul' && node.inputs.some(invariant))
    return node.inputs.filter((input) => !invariant(input));
  return node.fn === 'div' && invariant(node.inputs[1]) ? [node.inputs[0]] : undefined;
}

/** Operations that only move elements. */
const movements: ReadonlySet<OperationName> = new Set([
  'reshape',
  'transpose',
  'slice',
  'broadcast',
  'concat',
]);

function isZero(node: GraphNode): boolean {
  return node.op === 'fill' && node.value === 0;
}
