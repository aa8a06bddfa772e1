import type { GraphNode, NodeId } from '../graph/graph.ts';
import { copyLoop, type Lowering, newPlace, padScalar, sameView, soleUser } from './lowering.ts';
import type { Instruction, Store, Value, View } from './plan.ts';

/** Whether a node is computed element by element from inputs of its own shape, or a fill. */
export function isElementwise({ op }: GraphNode): boolean {
  return op === 'unary' || op === 'binary' || op === 'select' || op === 'fill';
}

/**
 * Emits one loop for as many nodes as go together: elementwise nodes of one shape whose inputs are there or in the loop,
 * and reductions of them, but for those that only a later loop of that shape reads, which computes them itself. Of all
 * shapes, the one with the most such nodes. False if there is none.
 */
export function fuseLoop(lowering: Lowering, remaining: Set<NodeId>): boolean {
  const groups = readyGroups(lowering, remaining).map((group) => awaitedOf(lowering, remaining, group));
  const [best] = groups.toSorted((a, b) => b.size - a.size);
  if (best === undefined || best.size === 0) return false;
  emitLoop(lowering, remaining, best);
  for (const id of best) remaining.delete(id);
  return true;
}

/** Nodes that could be in one loop now, for each shape. */
function readyGroups(lowering: Lowering, remaining: ReadonlySet<NodeId>): ReadonlySet<NodeId>[] {
  const groups = new Map<string, Set<NodeId>>();
  for (const id of remaining) {
    const key = loopShape(lowering, id)?.join();
    if (key === undefined || lowering.located.has(id)) continue;
    const group = groups.get(key) ?? new Set();
    const { inputs } = lowering.graph.nodes[id]!;
    if (!inputs.every((input) => group.has(input) || lowering.located.has(input))) continue;
    groups.set(key, group.add(id));
  }
  return [...groups.values()];
}

/**
 * Nodes of a group that are results, or that something waits for which is not in a loop of their shape, be it a product
 * that is added to them; and what they are computed from.
 */
function awaitedOf(
  lowering: Lowering,
  remaining: ReadonlySet<NodeId>,
  group: ReadonlySet<NodeId>,
): ReadonlySet<NodeId> {
  const later = new Set<NodeId>();
  for (const id of [...group].toReversed()) {
    const shape = loopShape(lowering, id)!.join();
    const users = lowering.users[id]!.filter((user) => remaining.has(user));
    const isLater = (user: NodeId): boolean =>
      group.has(user)
        ? later.has(user)
        : loopShape(lowering, user)?.join() === shape && !addsProduct(lowering, user);
    if (users.length > 0 && users.every(isLater)) later.add(id);
  }
  return new Set([...group].filter((id) => !later.has(id)));
}

/** Whether a node is a sum with a product that nothing else reads: the product is added in place. */
function addsProduct(lowering: Lowering, id: NodeId): boolean {
  const node = lowering.graph.nodes[id]!;
  if (node.op !== 'binary' || node.fn !== 'add') return false;
  return node.inputs.some(
    (input) => lowering.graph.nodes[input]!.op === 'matmul' && soleUser(lowering, input) === id,
  );
}

/** The shape a node is looped over; undefined if it is no part of a loop. */
function loopShape({ graph }: Lowering, id: NodeId): readonly number[] | undefined {
  const node = graph.nodes[id]!;
  if (node.op === 'reduce') return graph.nodes[node.inputs[0]]!.shape;
  return isElementwise(node) ? node.shape : undefined;
}

function emitLoop(lowering: Lowering, remaining: ReadonlySet<NodeId>, group: ReadonlySet<NodeId>): void {
  const { graph, located, instructions } = lowering;
  const shape = loopShape(lowering, [...group][0]!)!;
  const loads: View[] = [];
  const values: Value[] = [];
  const stores: Store[] = [];
  const clears: Instruction[] = [];
  const valueOf = new Map<NodeId, number>();

  const use = (id: NodeId): number => {
    const known = valueOf.get(id);
    if (known !== undefined) return known;
    const view = padScalar(located.get(id)!);
    let load = loads.findIndex((each) => sameView(each, view));
    if (load < 0) load = loads.push(view) - 1;
    valueOf.set(id, values.push({ op: 'load', load }) - 1);
    return valueOf.get(id)!;
  };
  const store = (id: NodeId, view: View, value: number, combine: Store['combine']): void => {
    stores.push({ ...view, value, combine });
    if (combine === 'set') located.set(id, located.get(id) ?? view);
  };

  for (const id of group) {
    const node = graph.nodes[id]!;
    if (node.op === 'reduce') {
      const value = use(node.inputs[0]);
      for (const view of lowering.summed.get(id) ?? []) {
        stores.push({ ...spread(view, node.axes, shape.length), value, combine: 'sum' });
      }
      const places = lowering.wanted.get(id) ?? [];
      if (places.length === 0 && !usedOutside(lowering, remaining, group, id)) continue;
      const place = places[0] ?? newPlace(lowering, id);
      clears.push(fillLoop(node.shape, place, start[node.fn]));
      stores.push({ ...spread(place, node.axes, shape.length), value, combine: node.fn });
      located.set(id, place);
      continue;
    }
    const value = values.push(valueFor(node, node.inputs.map(use))) - 1;
    valueOf.set(id, value);
    for (const view of lowering.wanted.get(id) ?? []) store(id, padScalar(view), value, 'set');
    for (const view of lowering.summed.get(id) ?? []) store(id, padScalar(view), value, 'sum');
    if (!located.has(id) && usedOutside(lowering, remaining, group, id)) {
      store(id, padScalar(newPlace(lowering, id)), value, 'set');
    }
  }
  // A scalar was padded to one axis for the loop; its users see it as it is.
  if (shape.length === 0) for (const id of group) unpad(lowering, id);
  instructions.push(...clears, {
    kind: 'loop',
    dims: shape.length === 0 ? [1] : shape,
    timesSteps: false,
    loads,
    values,
    stores,
  });
  copyRest(lowering, group);
}

/** Where reductions begin. */
const start = { sum: 0, prod: 1, max: -Infinity, min: Infinity } as const;

function fillLoop(shape: readonly number[], place: View, value: number): Instruction {
  return {
    kind: 'loop',
    dims: shape.length === 0 ? [1] : shape,
    timesSteps: false,
    loads: [],
    values: [{ op: 'fill', value }],
    stores: [{ ...padScalar(place), value: 0, combine: 'set' }],
  };
}

/** A reduced view over the axes of the loop: stride 0 where the axis was dropped. */
function spread(view: View, axes: readonly number[], rank: number): View {
  let next = 0;
  const strides = Array.from({ length: rank }, (_, axis) =>
    axes.includes(axis) ? 0 : view.strides[next++]!,
  );
  return { ...view, strides: strides.length === 0 ? [0] : strides };
}

function valueFor(node: GraphNode, args: readonly number[]): Value {
  if (node.op === 'fill') return { op: 'fill', value: node.value };
  if (node.op === 'unary') return { op: 'unary', fn: node.fn, args: args as [number] };
  if (node.op === 'binary') return { op: 'binary', fn: node.fn, args: args as [number, number] };
  if (node.op === 'select') return { op: 'select', args: args as [number, number, number] };
  throw new Error(`fuse: ${node.op} is not elementwise`);
}

/** Whether a value has a use that is not in the loop. */
function usedOutside(
  { users }: Lowering,
  remaining: ReadonlySet<NodeId>,
  group: ReadonlySet<NodeId>,
  id: NodeId,
): boolean {
  return users[id]!.some((user) => remaining.has(user) && !group.has(user));
}

function unpad({ graph, located }: Lowering, id: NodeId): void {
  const view = located.get(id);
  if (view !== undefined && graph.nodes[id]!.shape.length === 0) located.set(id, { ...view, strides: [] });
}

/** Reductions are stored once in the loop; other places that want them get copies. */
function copyRest(lowering: Lowering, group: ReadonlySet<NodeId>): void {
  for (const id of group) {
    const node = lowering.graph.nodes[id]!;
    if (node.op !== 'reduce') continue;
    for (const place of (lowering.wanted.get(id) ?? []).slice(1)) {
      lowering.instructions.push(copyLoop(node.shape, lowering.located.get(id)!, place, 'set'));
    }
  }
}
