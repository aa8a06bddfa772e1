import type { Graph } from '../graph/graph.ts';

/** Whether two graphs have the same nodes in the same order, constants included, and the same outputs. */
export function sameGraph(a: Graph, b: Graph): boolean {
  return sameData(a.nodes, b.nodes) && sameData(a.outputs, b.outputs);
}

/** Deep equality of plain data, in which NaN equals NaN and 0 differs from -0. */
function sameData(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
