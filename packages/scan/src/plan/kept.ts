import type { Graph, NodeId } from '../graph/graph.ts';
import { minimumCut } from './cut.ts';
import { type Planner, forwardOutputs, gradientOutputs } from './planner.ts';
import { sizeOf } from './views.ts';

/** A smallest set of forward values from which the backward run can compute elementwise what it needs. */
export function keptNodes(planner: Planner): NodeId[] {
  const { graph, invariant } = planner;
  const forward = ancestors(
    graph,
    forwardOutputs(planner).map(([, id]) => id),
  );
  const all = ancestors(
    graph,
    gradientOutputs(planner).map(([, id]) => id),
  );
  const isBackward = (id: NodeId): boolean => all.has(id) && !forward.has(id);
  const sinks = [...forward].filter((id) =>
    graph.nodes.some(
      (_, user) => isBackward(user) && (graph.nodes[user]!.inputs as readonly NodeId[]).includes(id),
    ),
  );
  gradientOutputs(planner).forEach(([, id]) => forward.has(id) && sinks.push(id));
  // States are kept anyway; an output that is no state is not.
  const free = new Set<NodeId>(
    forwardOutputs(planner).flatMap(([name, id]) => (name === 'output' ? [] : [id])),
  );
  const isSource = (id: NodeId): boolean => {
    const { op } = graph.nodes[id]!;
    return op === 'matmul' || op === 'reduce';
  };
  // What is given, drawn, or the same in every step costs nothing: no path goes through it.
  const given = (id: NodeId): boolean => graph.nodes[id]!.op === 'input' || invariant(id) || free.has(id);
  const inputs = graph.nodes.map((node, id) =>
    given(id) || isSource(id) ? [] : (node.inputs as readonly NodeId[]).filter((input) => !given(input)),
  );
  const sources = [...forward].filter((id) => isSource(id) && !given(id));
  const cut = minimumCut(
    inputs,
    sources,
    sinks.filter((id) => !given(id)),
    (id) => sizeOf(graph.nodes[id]!.shape),
  );
  return cut.filter((id) => forward.has(id));
}

/** Ancestors of nodes, themselves included. */
function ancestors(graph: Graph, of: readonly NodeId[]): Set<NodeId> {
  const found = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (found.has(id)) return;
    found.add(id);
    (graph.nodes[id]!.inputs as readonly NodeId[]).forEach(visit);
  };
  of.forEach(visit);
  return found;
}
