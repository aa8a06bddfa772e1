import type { Graph, NodeId } from '../graph/graph.ts';
import type { BufferRef, Instruction, View } from './plan.ts';
import { rowMajor, sizeOf } from './views.ts';

/** Where values are and go, while a part of a graph is turned into instructions. */
export interface Lowering {
  readonly graph: Graph;
  /** As {@link usersOf} gives them. */
  readonly users: readonly (readonly NodeId[])[];
  readonly instructions: Instruction[];
  /** Where each value is that exists already or was made here. */
  readonly located: Map<NodeId, View>;
  /** Where values are wanted besides, by node. */
  readonly wanted: Map<NodeId, View[]>;
  /** Values that are added up over the time steps, and where. */
  readonly summed: Map<NodeId, View[]>;
  /** A buffer for a value that lives within one step. */
  temporary(name: string, size: number): BufferRef;
  /** Whether a value is the same in every step. */
  readonly invariant: (node: NodeId) => boolean;
  /** What may be overwritten by adding to it, because it has no other use. */
  readonly owned: Set<NodeId>;
}

/** For each node, the nodes that have it as an input. */
export function usersOf({ nodes }: Graph): NodeId[][] {
  const users = nodes.map((): NodeId[] => []);
  nodes.forEach((node, id) => new Set<NodeId>(node.inputs).forEach((input) => users[input]!.push(id)));
  return users;
}

/** The only node that uses a value, if it goes nowhere else. */
export function soleUser({ users, wanted, summed }: Lowering, id: NodeId): NodeId | undefined {
  if (wanted.has(id) || summed.has(id)) return undefined;
  return users[id]!.length === 1 ? users[id]![0] : undefined;
}

/** A new place for a value that lives within one step; what is there has no other use. */
export function newPlace(lowering: Lowering, id: NodeId): View {
  const { shape } = lowering.graph.nodes[id]!;
  lowering.owned.add(id);
  return { ...lowering.temporary(`%${id}`, sizeOf(shape)), strides: rowMajor(shape) };
}

/** `to = from` or `to += from`, element by element. */
export function copyLoop(
  shape: readonly number[],
  from: View,
  to: View,
  combine: 'set' | 'sum',
  timesSteps = false,
): Instruction {
  return {
    kind: 'loop',
    dims: shape.length === 0 ? [1] : shape,
    timesSteps,
    loads: [padScalar(from)],
    values: [{ op: 'load', load: 0 }],
    stores: [{ ...padScalar(to), value: 0, combine }],
  };
}

/** A view of rank 0 as one of rank 1, since a loop has at least one axis. */
export function padScalar(view: View): View {
  return view.strides.length === 0 ? { ...view, strides: [0] } : view;
}

/** Whether two views are the same. */
export function sameView(a: View, b: View): boolean {
  return (
    a.buffer === b.buffer &&
    a.offset === b.offset &&
    a.block === b.block &&
    a.strides.length === b.strides.length &&
    a.strides.every((stride, axis) => stride === b.strides[axis])
  );
}
