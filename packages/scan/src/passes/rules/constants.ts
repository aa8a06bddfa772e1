import type { GraphBuilder } from '../../graph/build.ts';
import { compute } from '../../graph/compute.ts';
import type { NodeOf } from '../../graph/dispatch.ts';
import type { GraphNode, NodeId } from '../../graph/graph.ts';
import { type Shape, sizeOf } from '../../graph/shape.ts';
import type { Rule } from './rule.ts';

/** Constants of more elements are left to the target, so that a pass takes no time to speak of. */
const maxElements = 4096;

/** Operations on values that are known: computed now, rounded to float32. Equal values become a fill. */
export const foldConstants: Rule = (node, builder) => {
  if (node.op === 'constant') return foldEqual(node.values, node.shape, builder);
  if (node.op === 'input' || node.op === 'fill') return null;
  const inputs = node.inputs.map((id) => builder.node(id));
  if (inputs.every(isFill)) {
    const value = foldFills(node, inputs);
    if (value !== null) return builder.fill(value, node.shape);
  }
  if (!inputs.every(isKnown) || node.op === 'broadcast' || !isSmall([node, ...inputs])) return null;
  const values = float32(
    compute(
      node,
      inputs.map((each) => ({ shape: each.shape, values: compute(each, []) })),
    ),
  );
  return foldEqual(values, node.shape, builder) ?? builder.constant(values, node.shape);
};

/** The one value of a node whose inputs have one value each, or null. */
function foldFills(node: GraphNode, inputs: readonly NodeOf<'fill'>[]): number | null {
  const [first] = inputs;
  if (first === undefined) return null;
  if (node.op === 'unary' || node.op === 'binary' || node.op === 'select') {
    const scalars = inputs.map((each) => ({ shape: [], values: compute({ ...each, shape: [] }, []) }));
    return float32(compute({ ...node, shape: [] }, scalars))[0]!;
  }
  if (node.op === 'matmul' || node.op === 'reduce') return null;
  return inputs.every((each) => Object.is(each.value, first.value)) ? first.value : null;
}

/** A fill, where there are elements and all are the same. */
function foldEqual(values: Float32Array, shape: Shape, builder: GraphBuilder): NodeId | null {
  const [first] = values;
  return first !== undefined && values.every((each) => Object.is(each, first))
    ? builder.fill(first, shape)
    : null;
}

/** Rounded to float32; zeros lose their sign, which does not count. */
function float32(values: Float64Array): Float32Array {
  return Float32Array.from(values, (each) => each + 0);
}

function isFill(node: GraphNode): node is NodeOf<'fill'> {
  return node.op === 'fill';
}

function isKnown(node: GraphNode): node is NodeOf<'fill' | 'constant'> {
  return node.op === 'fill' || node.op === 'constant';
}

function isSmall(nodes: readonly GraphNode[]): boolean {
  return nodes.every((node) => sizeOf(node.shape) <= maxElements);
}
