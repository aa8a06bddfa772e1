import type { GraphBuilder } from '../../graph/build.ts';
import type { GraphNode, NodeId } from '../../graph/graph.ts';

/** Gives a simpler node of the same value, adding what it needs, or null where it knows none. */
export type Rule = (node: GraphNode, builder: GraphBuilder) => NodeId | null;
