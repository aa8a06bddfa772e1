import type { Graph, GraphNode, NodeId } from '../graph/graph.ts';

/** For each node whether it is a source or depends on one, through any number of nodes. */
export function dependsOn(graph: Graph, isSource: (node: GraphNode, id: NodeId) => boolean): boolean[] {
  const depends: boolean[] = [];
  graph.nodes.forEach((node, id) => {
    depends.push(isSource(node, id) || node.inputs.some((input) => depends[input]!));
  });
  return depends;
}

/** For each node the nodes that have it as an input, rising, each once. An output alone is not a use. */
export function users(graph: Graph): NodeId[][] {
  const all: NodeId[][] = graph.nodes.map(() => []);
  graph.nodes.forEach((node, id) => {
    for (const input of new Set(node.inputs)) all[input]!.push(id);
  });
  return all;
}

/** For each node whether an output is it or depends on it. */
export function isLive(graph: Graph): boolean[] {
  const outputs = new Set(Object.values(graph.outputs));
  const live = graph.nodes.map((_, id) => outputs.has(id));
  for (let id = live.length - 1; id >= 0; id--) {
    if (live[id]) for (const input of graph.nodes[id]!.inputs) live[input] = true;
  }
  return live;
}
