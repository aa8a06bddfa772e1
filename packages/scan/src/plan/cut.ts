/**
 * A smallest set of nodes that separates sources from sinks in a graph, by total weight; of several, the one nearest
 * to the sources.
 *
 * By max-flow min-cut: each node is an edge of its weight from its inside to its outside, and the cut is where what the
 * sources can still reach ends. Ford and Fulkerson 1956.
 *
 * @param inputs - For each node, the nodes it is made of, all with smaller ids.
 * @param weight - Cost of having a node in the set; Infinity for what cannot be.
 */
export function minimumCut(
  inputs: readonly (readonly number[])[],
  sources: readonly number[],
  sinks: readonly number[],
  weight: (node: number) => number,
): number[] {
  const network = emptyNetwork(2 * inputs.length + 2);
  const [source, sink] = [2 * inputs.length, 2 * inputs.length + 1];
  const inside = (node: number): number => 2 * node;
  const outside = (node: number): number => 2 * node + 1;
  inputs.forEach((from, node) => {
    network.connect(inside(node), outside(node), weight(node));
    for (const input of from) network.connect(outside(input), inside(node), Infinity);
  });
  for (const node of sources) network.connect(source, inside(node), Infinity);
  for (const node of sinks) network.connect(outside(node), sink, Infinity);
  const reached = network.saturate(source, sink);
  return inputs.flatMap((_, node) => (reached[inside(node)] && !reached[outside(node)] ? [node] : []));
}

interface Network {
  connect(from: number, to: number, capacity: number): void;
  /** Sends as much as possible and says which vertices the source can still reach. */
  saturate(source: number, sink: number): boolean[];
}

function emptyNetwork(size: number): Network {
  const edges: { readonly to: number; capacity: number }[] = [];
  const leaving: number[][] = Array.from({ length: size }, () => []);
  const add = (from: number, to: number, capacity: number): void => {
    leaving[from]!.push(edges.length);
    edges.push({ to, capacity });
  };
  /** The edge by which each vertex was reached, breadth first; -1 for the source, undefined if not reached. */
  const search = (source: number): (number | undefined)[] => {
    const by: (number | undefined)[] = Array.from({ length: size });
    by[source] = -1;
    const queue = [source];
    for (const from of queue) {
      for (const edge of leaving[from]!) {
        const { to, capacity } = edges[edge]!;
        if (capacity === 0 || by[to] !== undefined) continue;
        by[to] = edge;
        queue.push(to);
      }
    }
    return by;
  };
  return {
    // Edges come in pairs: the reverse of edge e is e ^ 1.
    connect(from, to, capacity) {
      add(from, to, capacity);
      add(to, from, 0);
    },
    saturate(source, sink) {
      for (;;) {
        const by = search(source);
        if (by[sink] === undefined) return by.map((edge) => edge !== undefined);
        const path: number[] = [];
        for (let at = sink; at !== source; at = edges[path.at(-1)! ^ 1]!.to) path.push(by[at]!);
        const flow = Math.min(...path.map((edge) => edges[edge]!.capacity));
        if (flow === Infinity) throw new Error('minimumCut: a path has no node that can be in the cut');
        for (const edge of path) {
          edges[edge]!.capacity -= flow;
          edges[edge ^ 1]!.capacity += flow;
        }
      }
    },
  };
}
