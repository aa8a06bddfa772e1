import type { GraphBuilder } from '../../graph/build.ts';
import type { NodeOf } from '../../graph/dispatch.ts';
import type { NodeId } from '../../graph/graph.ts';
import { dropAxes, sameNumbers, sizeOf } from '../../graph/shape.ts';
import type { Rule } from './rule.ts';

/** Movements that move nothing, two in a row that are one, and reductions that combine nothing. */
export const foldMovement: Rule = (node, builder) => {
  if (node.op === 'reshape' || node.op === 'broadcast') return foldSame(node, builder);
  if (node.op === 'transpose') return foldTranspose(node, builder);
  if (node.op === 'slice') return foldSlice(node, builder);
  if (node.op === 'reduce') return foldReduce(node, builder);
  return node.op === 'concat' && node.inputs.length === 1 ? node.inputs[0]! : null;
};

/** To the shape it has, or twice: only the last shape counts. */
function foldSame(
  { op, inputs: [x], shape }: NodeOf<'reshape' | 'broadcast'>,
  builder: GraphBuilder,
): NodeId | null {
  const inner = builder.node(x);
  if (sameNumbers(inner.shape, shape)) return x;
  return inner.op === op ? builder[op](inner.inputs[0], shape) : null;
}

function foldTranspose({ inputs: [x], perm }: NodeOf<'transpose'>, builder: GraphBuilder): NodeId | null {
  if (perm.every((axis, i) => axis === i)) return x;
  const inner = builder.node(x);
  if (inner.op !== 'transpose') return null;
  return builder.transpose(
    inner.inputs[0],
    perm.map((axis) => inner.perm[axis]!),
  );
}

/** Element i of the outer slice is element `b2 + i s2` of the inner one: `b1 + (b2 + i s2) s1` of its input. */
function foldSlice(
  { inputs: [x], begin, strides, shape }: NodeOf<'slice'>,
  builder: GraphBuilder,
): NodeId | null {
  const inner = builder.node(x);
  const whole = shape.every((size, axis) => size === 1 || (begin[axis] === 0 && strides[axis] === 1));
  if (whole && sameNumbers(inner.shape, shape)) return x;
  if (inner.op !== 'slice') return null;
  return builder.slice(
    inner.inputs[0],
    begin.map((each, axis) => inner.begin[axis]! + each * inner.strides[axis]!),
    shape,
    strides.map((each, axis) => each * inner.strides[axis]!),
  );
}

/** Over axes of size 1 it is a reshape; over repeated values it is a multiple, or one of them. */
function foldReduce(
  { fn, inputs: [x], axes, shape }: NodeOf<'reduce'>,
  builder: GraphBuilder,
): NodeId | null {
  const inner = builder.node(x);
  if (axes.every((axis) => inner.shape[axis] === 1)) return builder.reshape(x, shape);
  if (inner.op !== 'broadcast' || fn === 'prod') return null;
  const source = builder.node(inner.inputs[0]).shape;
  const times = sizeOf(axes.map((axis) => inner.shape[axis]!));
  if (times === 0 || axes.some((axis) => source[axis] !== 1)) return null;
  const kept = builder.reshape(inner.inputs[0], dropAxes(source, axes));
  const one = fn === 'sum' ? builder.binary('mul', kept, builder.fill(times, dropAxes(source, axes))) : kept;
  return builder.broadcast(one, shape);
}
