import type { Graph, GraphNode, NodeId } from '../graph/graph.ts';
import type { Lowering } from './lowering.ts';
import type { BufferRef, View } from './plan.ts';
import { at, type Planner } from './planner.ts';
import { rowMajor, sizeOf } from './views.ts';

/** Where the rows of a matrix are. */
interface Rows extends BufferRef {
  readonly rowStride: number;
}

/** Where a matrix is for all steps, row after row; makes it so where it is not. */
export function stepsPlace(planner: Planner, lowering: Lowering, id: NodeId, roots: NodeId[]): Rows {
  const { graph, buffers } = planner;
  const node = graph.nodes[id]!;
  const { shape } = node;
  const rowStride = shape[1]!;
  if (node.op === 'slice' && isOfColumns(graph, node)) {
    const whole = stepsPlace(planner, lowering, node.inputs[0], roots);
    return { ...whole, offset: whole.offset + node.begin[1]! };
  }
  const whole = (view: View | undefined, of: NodeId): view is View => {
    const { shape } = graph.nodes[of]!;
    return (
      view !== undefined &&
      buffers[view.buffer]!.kind !== 'once' &&
      buffers[view.buffer]!.size === sizeOf(shape) &&
      view.offset === 0 &&
      view.strides.join() === rowMajor(shape).join()
    );
  };
  const known = [lowering.located.get(id), ...(lowering.wanted.get(id) ?? [])].find((view) =>
    whole(view, id),
  );
  if (known) return { buffer: known.buffer, offset: 0, block: known.block, rowStride };
  const part = placeInConcat(graph, lowering, id, whole);
  if (part) return part;
  const buffer = planner.newBuffer(`steps %${id}`, 'steps', sizeOf(shape));
  addWanted(lowering, id, { ...at(buffer), strides: rowMajor(shape) });
  roots.push(id);
  return { ...at(buffer), rowStride };
}

/** Where a matrix is as some columns of a concat that is put together anyway. */
function placeInConcat(
  { nodes }: Graph,
  { wanted }: Lowering,
  id: NodeId,
  isWhole: (view: View | undefined, of: NodeId) => view is View,
): Rows | undefined {
  for (const [other, views] of wanted) {
    const node = nodes[other]!;
    if (node.op !== 'concat' || node.axis !== 1 || node.shape.length !== 2) continue;
    const index = node.inputs.indexOf(id);
    const view = views.find((each) => isWhole(each, other));
    if (index < 0 || view === undefined) continue;
    const offset = node.inputs.slice(0, index).reduce((sum, input) => sum + nodes[input]!.shape[1]!, 0);
    return { buffer: view.buffer, offset, block: view.block, rowStride: node.shape[1]! };
  }
  return undefined;
}

/** Whether a slice takes some columns of a concat, side by side. */
function isOfColumns({ nodes }: Graph, slice: Extract<GraphNode, { op: 'slice' }>): boolean {
  const whole = nodes[slice.inputs[0]]!;
  const sideBySide = slice.strides.every((each) => each === 1);
  return whole.op === 'concat' && whole.shape.length === 2 && sideBySide && whole.shape[0] === slice.shape[0];
}

/** Asks for a value at a place too. */
export function addWanted(lowering: Lowering, id: NodeId, view: View): void {
  lowering.wanted.set(id, [...(lowering.wanted.get(id) ?? []), view]);
}
