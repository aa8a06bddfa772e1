import type { GraphNode, OperationName } from './graph.ts';

/** A node of one operation. */
export type NodeOf<Name extends OperationName> = GraphNode & { readonly op: Name };

/** A function for each operation. */
export type PerOperation<Rest extends readonly unknown[], Result> = {
  readonly [Name in OperationName]: (node: NodeOf<Name>, ...rest: Rest) => Result;
};

/** Calls the function of a node's operation. */
export function dispatch<Rest extends readonly unknown[], Result>(
  table: PerOperation<Rest, Result>,
  node: GraphNode,
  ...rest: Rest
): Result {
  const call = table[node.op] as (node: GraphNode, ...rest: Rest) => Result;
  return call(node, ...rest);
}
