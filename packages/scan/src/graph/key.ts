import type { Graph, GraphNode } from './graph.ts';

/** A text that two nodes share if and only if they are the same operation on the same nodes. */
export function nodeKey(node: GraphNode): string {
  const fields = Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields, (_, value: unknown) => {
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    return value instanceof Float32Array ? [...value] : value;
  });
}

/** Whether two graphs have the same nodes in the same order and the same outputs. */
export function sameGraph(a: Graph, b: Graph): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, id) => nodeKey(node) === nodeKey(b.nodes[id]!)) &&
    JSON.stringify(a.outputs) === JSON.stringify(b.outputs)
  );
}
