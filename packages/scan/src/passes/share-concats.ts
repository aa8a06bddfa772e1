import { renameInputs, renameOutputs } from '../graph/build.ts';
import type { Graph, GraphNode, NodeId } from '../graph/graph.ts';
import { dependsOn } from './analysis.ts';

/**
 * A concat whose parts stand side by side in a wider one becomes a slice of that, so that they are put together once:
 * the gradients of a GRU's gates, which one product wants all of and another some.
 *
 * Only among gradients: a value of the forward run must not wait for one of the backward run.
 */
export function shareConcats(graph: Graph): Graph {
  const isGradient = dependsOn(graph, (node) => node.op === 'input' && node.name.startsWith('d/'));
  const concats = graph.nodes.flatMap((node, id) => (node.op === 'concat' && isGradient[id] ? [id] : []));
  for (const narrow of concats) {
    const users = dependsOn(graph, (_, id) => id === narrow);
    for (const wide of concats) {
      const slice = users[wide] ? undefined : sliceOf(graph, narrow, wide);
      // Another may be shared with what this one is now.
      if (slice) return shareConcats(sorted(graph, new Map([[narrow, slice]])));
    }
  }
  return graph;
}

/** A concat as a slice of a wider one. */
function sliceOf(graph: Graph, narrow: NodeId, wide: NodeId): GraphNode | undefined {
  const [part, whole] = [graph.nodes[narrow]!, graph.nodes[wide]!];
  if (part.op !== 'concat' || whole.op !== 'concat' || part.axis !== whole.axis) return undefined;
  const count = part.inputs.length;
  const first = whole.inputs.findIndex((_, i) =>
    part.inputs.every((input, k) => whole.inputs[i + k] === input),
  );
  if (first < 0 || count === whole.inputs.length) return undefined;
  const before = whole.inputs.slice(0, first);
  const start = before.reduce((sum, input) => sum + graph.nodes[input]!.shape[part.axis]!, 0);
  const begin = part.shape.map((_, axis) => (axis === part.axis ? start : 0));
  return { op: 'slice', inputs: [wide], begin, strides: part.shape.map(() => 1), shape: part.shape };
}

/** A graph with nodes replaced by others, which may use nodes that come later, in order again. */
function sorted(graph: Graph, replaced: ReadonlyMap<NodeId, GraphNode>): Graph {
  const nodes: GraphNode[] = [];
  const renamed: NodeId[] = [];
  const place = (id: NodeId): void => {
    if (renamed[id] !== undefined) return;
    const node = replaced.get(id) ?? graph.nodes[id]!;
    node.inputs.forEach(place);
    renamed[id] = nodes.push(renameInputs(node, renamed)) - 1;
  };
  graph.nodes.forEach((_, id) => place(id));
  return { nodes, outputs: renameOutputs(graph, renamed) };
}
