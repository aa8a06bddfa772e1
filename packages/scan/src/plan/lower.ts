import type { GraphNode, NodeId } from '../graph/graph.ts';
import { fuseLoop, isElementwise } from './fuse.ts';
import { copyLoop, type Lowering, newPlace, sameView, soleUser } from './lowering.ts';
import type { Matrix, Product, View } from './plan.ts';
import {
  broadcastView,
  isContiguous,
  reshapeView,
  rowMajor,
  sizeOf,
  sliceView,
  transposeView,
} from './views.ts';

/** Turns what is needed for the wanted and summed values into instructions. */
export function lower(lowering: Lowering): void {
  const remaining = neededNodes(lowering);
  placeConcats(lowering, remaining);
  while (remaining.size > 0) {
    const before = remaining.size;
    for (const node of Array.from(remaining)) if (lowerOne(lowering, remaining, node)) remaining.delete(node);
    if (remaining.size === before && !fuseLoop(lowering, remaining)) {
      throw new Error(`lower: nothing can be computed of ${[...remaining].join(', ')}`);
    }
  }
}

/** Nodes to compute, in topological order. */
function neededNodes({ graph, located, wanted, summed }: Lowering): Set<NodeId> {
  const needed = new Set<NodeId>();
  const visit = (node: NodeId): void => {
    if (needed.has(node) || (located.has(node) && !wanted.has(node) && !summed.has(node))) return;
    needed.add(node);
    if (!located.has(node)) graph.nodes[node]!.inputs.forEach(visit);
  };
  [...wanted.keys(), ...summed.keys()].forEach(visit);
  return new Set([...needed].toSorted((a, b) => a - b));
}

/** Gives every concat its buffer, so that its parts can be written where they belong. */
function placeConcats(lowering: Lowering, remaining: Set<NodeId>): void {
  const { graph, located, wanted } = lowering;
  for (const id of [...remaining].toReversed()) {
    const node = graph.nodes[id]!;
    if (node.op !== 'concat' || located.has(id)) continue;
    const place = wanted.get(id)?.[0] ?? newPlace(lowering, id);
    let at = 0;
    for (const input of node.inputs) {
      const begin = node.shape.map((_, axis) => (axis === node.axis ? at : 0));
      want(
        lowering,
        input,
        sliceView(
          place,
          begin,
          node.shape.map(() => 1),
        ),
      );
      remaining.add(input); // a part that is there already has to be copied
      at += graph.nodes[input]!.shape[node.axis]!;
    }
    want(lowering, id, place);
  }
}

/** Asks for a value at a place; through a reshape for what it reshapes, where the place allows it. */
function want({ graph, wanted, located }: Lowering, id: NodeId, place: View): void {
  const node = graph.nodes[id]!;
  if (node.op === 'reshape' && !located.has(id)) {
    const source = node.inputs[0];
    const inner = reshapeView(place, node.shape, graph.nodes[source]!.shape);
    if (inner !== undefined && !located.has(source))
      wanted.set(source, [...(wanted.get(source) ?? []), inner]);
  }
  const places = wanted.get(id) ?? [];
  if (!places.some((each) => sameView(each, place))) wanted.set(id, [...places, place]);
}

/** Computes one node, if it is no part of a loop and its inputs are there. */
function lowerOne(lowering: Lowering, remaining: ReadonlySet<NodeId>, id: NodeId): boolean {
  const { graph, located } = lowering;
  const node = graph.nodes[id]!;
  if (located.has(id)) return deliver(lowering, id);
  if (node.op === 'constant' || node.op === 'input') throw new Error(`lower: ${node.op} %${id} has no place`);
  if (accumulates(lowering, remaining, id)) return true;
  if (node.op === 'concat') return lowerConcat(lowering, id, remaining);
  const ready = node.inputs.every((input) => located.has(input));
  if (!ready || isElementwise(node)) return false;
  if (node.op === 'reduce') return false; // part of a loop
  if (node.op === 'matmul') {
    if (waitsForSum(lowering, id)) return false;
    const place = lowering.wanted.get(id)?.find((view) => isMatrix(view)) ?? newPlace(lowering, id);
    lowering.instructions.push(product(lowering, id, place, false));
    located.set(id, place);
  } else {
    located.set(id, viewOf(lowering, node, id));
  }
  return deliver(lowering, id);
}

/** Copies a located value to the other places where it is wanted, and adds it where it is summed. */
function deliver(lowering: Lowering, id: NodeId): boolean {
  const { graph, located, wanted, summed, instructions } = lowering;
  const view = located.get(id)!;
  const { shape } = graph.nodes[id]!;
  for (const place of wanted.get(id) ?? []) {
    if (!sameView(place, view)) instructions.push(copyLoop(shape, view, place, 'set'));
  }
  for (const place of summed.get(id) ?? []) instructions.push(copyLoop(shape, view, place, 'sum'));
  return true;
}

/** A concat is there when its parts are. */
function lowerConcat(lowering: Lowering, id: NodeId, remaining: ReadonlySet<NodeId>): boolean {
  const { graph, located, wanted } = lowering;
  if (graph.nodes[id]!.inputs.some((input) => remaining.has(input) || !located.has(input))) return false;
  located.set(id, wanted.get(id)![0]!);
  return deliver(lowering, id);
}

/** `a + b c` where nobody else wants a: the product is added to a in place. */
function accumulates(lowering: Lowering, remaining: ReadonlySet<NodeId>, id: NodeId): boolean {
  const { graph, located, owned } = lowering;
  const node = graph.nodes[id]!;
  if (node.op !== 'binary' || node.fn !== 'add') return false;
  for (const [kept, added] of [node.inputs, node.inputs.toReversed()] as [NodeId, NodeId][]) {
    const factors = graph.nodes[added]!;
    const place = located.get(kept);
    const free = factors.op === 'matmul' && !located.has(added) && soleUser(lowering, added) === id;
    if (!free || place === undefined || !owned.has(kept) || !isMatrix(place)) continue;
    if (!factors.inputs.every((input) => located.has(input)) || soleUser(lowering, kept) !== id) continue;
    lowering.instructions.push(product(lowering, added, place, true));
    located.set(added, place);
    located.set(id, place);
    owned.add(id);
    (remaining as Set<NodeId>).delete(added);
    return deliver(lowering, id);
  }
  return false;
}

/** Views need no instruction, but for a reshape of what does not lie in order, which is copied first. */
function viewOf(lowering: Lowering, node: GraphNode, id: NodeId): View {
  const source = node.inputs[0]!;
  const view = lowering.located.get(source)!;
  const from = lowering.graph.nodes[source]!.shape;
  if (node.op === 'broadcast') return broadcastView(view, from, node.shape);
  if (node.op === 'transpose') return transposeView(view, node.perm);
  if (node.op === 'slice') return sliceView(view, node.begin, node.strides);
  if (node.op !== 'reshape') throw new Error(`lower: ${node.op} %${id} is no view`);
  const reshaped = reshapeView(view, from, node.shape);
  if (reshaped !== undefined) return reshaped;
  const copy = { ...lowering.temporary(`%${id}`, sizeOf(from)), strides: rowMajor(from) };
  lowering.instructions.push(copyLoop(from, view, copy, 'set'));
  return reshapeView(copy, from, node.shape)!;
}

/** Whether a product is to be added to another value in place, by {@link accumulates}. */
function waitsForSum(lowering: Lowering, id: NodeId): boolean {
  const { graph, located, owned } = lowering;
  const user = soleUser(lowering, id);
  const sum = user === undefined ? undefined : graph.nodes[user]!;
  if (sum?.op !== 'binary' || sum.fn !== 'add') return false;
  const other = sum.inputs[0] === id ? sum.inputs[1] : sum.inputs[0];
  if (other === id || soleUser(lowering, other) !== user) return false;
  const place = located.get(other);
  // Of two products the first is computed, the second added to it.
  return place ? owned.has(other) && isMatrix(place) : graph.nodes[other]!.op === 'matmul' && other < id;
}

/** The product of a matmul node, into a place or added to it. */
function product(lowering: Lowering, id: NodeId, place: View, accumulate: boolean): Product {
  const { graph, invariant } = lowering;
  const node = graph.nodes[id]!;
  if (node.op !== 'matmul') throw new Error(`lower: %${id} is no product`);
  const [left, right] = node.inputs;
  const a = factor(lowering, left, node.transposeA);
  const b = factor(lowering, right, node.transposeB);
  const [m, n] = node.shape.slice(-2) as [number, number];
  const k = graph.nodes[left]!.shape.at(node.transposeA ? -2 : -1)!;
  const batch = sizeOf(node.shape.slice(0, -2));
  return {
    kind: 'product',
    m,
    n,
    k,
    batch,
    timesSteps: null,
    transposeA: a.transposed,
    transposeB: b.transposed,
    a: a.matrix,
    b: b.matrix,
    c: matrixOf(place, node.shape),
    accumulate,
    constantB: invariant(right) && batch === 1 && !b.copied,
  };
}

/** A factor as a matrix with contiguous rows: as it lies, or transposed, or copied in every step. */
function factor(
  lowering: Lowering,
  id: NodeId,
  transposed: boolean,
): { matrix: Matrix; transposed: boolean; copied: boolean } {
  const { shape } = lowering.graph.nodes[id]!;
  const view = lowering.located.get(id)!;
  if (isMatrix(view, shape)) return { matrix: matrixOf(view, shape), transposed, copied: false };
  const perm = [...shape.keys()];
  perm.push(...perm.splice(-2).toReversed());
  const swapped = transposeView(view, perm);
  const swappedShape = perm.map((axis) => shape[axis]!);
  if (isMatrix(swapped, swappedShape)) {
    return { matrix: matrixOf(swapped, swappedShape), transposed: !transposed, copied: false };
  }
  const copy = newPlace(lowering, id);
  lowering.instructions.push(copyLoop(shape, view, copy, 'set'));
  return { matrix: matrixOf(copy, shape), transposed, copied: true };
}

/** Whether rows are contiguous and the matrices of a batch evenly apart. */
function isMatrix(view: View, shape?: readonly number[]): boolean {
  const { strides } = view;
  const columns = shape?.at(-1);
  if (strides.at(-1) !== 1 && columns !== 1) return false;
  if (strides.length <= 3 || shape === undefined) return strides.length <= 3;
  return isContiguous(
    { ...view, strides: strides.slice(0, -2).map((each) => each / strides.at(-3)!) },
    shape.slice(0, -2),
  );
}

function matrixOf({ buffer, offset, block, strides }: View, shape: readonly number[]): Matrix {
  const rowStride = shape.at(-2) === 1 ? shape.at(-1)! : strides.at(-2)!;
  return { buffer, offset, block, rowStride, batchStride: shape.length > 2 ? strides.at(-3)! : 0 };
}
