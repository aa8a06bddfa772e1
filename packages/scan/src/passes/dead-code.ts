import { renameInputs, renameOutputs } from '../graph/build.ts';
import type { Graph, GraphNode, NodeId } from '../graph/graph.ts';
import { isLive } from './analysis.ts';

/** Keeps the nodes that an output needs, in their order. Inputs without influence go as well. */
export function deadCode(graph: Graph): Graph {
  const live = isLive(graph);
  const nodes: GraphNode[] = [];
  const renamed: NodeId[] = [];
  graph.nodes.forEach((node, id) => {
    if (live[id]) renamed[id] = nodes.push(renameInputs(node, renamed)) - 1;
  });
  return { nodes, outputs: renameOutputs(graph, renamed) };
}
