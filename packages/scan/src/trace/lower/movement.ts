import * as tf from '@tensorflow/tfjs-core';
import type { NodeId } from '../../graph/graph.ts';
import type { GraphWriter } from '../writer.ts';
import { lowering, type Lowerings } from './lowering.ts';

/** Kernels that give elements of their input in another order or shape. */
export const movement: Lowerings = {
  [tf.Concat]: (g, inputs, attrs) => {
    const parts = Object.values(inputs);
    return g.concat(parts, fromStart((attrs as tf.ConcatAttrs).axis, g.shapeOf(parts[0]!).length));
  },
  [tf.ExpandDims]: lowering<'input', tf.ExpandDimsAttrs>((g, { input }, { dim }) => {
    const shape = g.shapeOf(input);
    return g.reshape(input, shape.toSpliced(fromStart(dim, shape.length + 1), 0, 1));
  }),
  [tf.Identity]: lowering<'x'>((_, { x }) => x),
  [tf.Pack]: (g, inputs, attrs) => {
    const parts = Object.values(inputs);
    const shape = g.shapeOf(parts[0]!);
    const axis = fromStart((attrs as tf.PackAttrs).axis, shape.length + 1);
    const rows = parts.map((part) => g.reshape(part, shape.toSpliced(axis, 0, 1)));
    return g.concat(rows, axis);
  },
  [tf.PadV2]: lowering<'x', tf.PadV2Attrs>((g, { x }, { paddings, constantValue }) =>
    paddings.reduce((padded, [before, after], axis) => {
      const gap = (size: number): NodeId => g.fill(constantValue, g.shapeOf(padded).with(axis, size));
      const parts = [...(before > 0 ? [gap(before)] : []), padded, ...(after > 0 ? [gap(after)] : [])];
      return g.concat(parts, axis);
    }, x),
  ),
  [tf.Reshape]: lowering<'x', tf.ReshapeAttrs>((g, { x }, { shape }) =>
    g.reshape(x, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape([...g.shapeOf(x)]))),
  ),
  [tf.Reverse]: lowering<'x', tf.ReverseAttrs>((g, { x }, { dims }) => {
    const shape = g.shapeOf(x);
    const axes = tf.util.parseAxisParam(dims, [...shape]);
    const begin = shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    return g.slice(
      x,
      begin,
      shape,
      shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
    );
  }),
  [tf.Slice]: lowering<'x', tf.SliceAttrs>((g, { x }, { begin, size }) => {
    const info = { shape: [...g.shapeOf(x)], rank: g.shapeOf(x).length } as tf.Tensor;
    const [from, shape] = tf.slice_util.parseSliceParams(info, begin, size);
    return g.slice(x, from!, shape!);
  }),
  [tf.SplitV]: lowering<'x', tf.SplitVAttrs>((g, { x }, { numOrSizeSplits, axis }) => {
    const shape = [...g.shapeOf(x)];
    const along = fromStart(axis, shape.length);
    const sizes = tf.backend_util.prepareSplitSize({ shape } as tf.Tensor, numOrSizeSplits, along);
    return parts(g, x, along, sizes);
  }),
  [tf.StridedSlice]: lowering<'x', tf.StridedSliceAttrs>((g, { x }, attrs) => {
    const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
      [...g.shapeOf(x)],
      attrs.begin,
      attrs.end,
      attrs.strides,
      attrs.beginMask,
      attrs.endMask,
      attrs.ellipsisMask,
      attrs.newAxisMask,
      attrs.shrinkAxisMask,
    );
    const shape = tf.slice_util.computeOutShape(begin, end, strides);
    return g.reshape(g.slice(x, begin, shape, strides), finalShape);
  }),
  /** [s0, s1, ...] as [1, s0, 1, s1, ...], broadcast to [r0, s0, r1, s1, ...]. */
  [tf.Tile]: lowering<'x', tf.TileAttrs>((g, { x }, { reps }) => {
    const shape = g.shapeOf(x);
    const spread = g.reshape(
      x,
      shape.flatMap((size) => [1, size]),
    );
    const repeated = g.broadcast(
      spread,
      shape.flatMap((size, axis) => [reps[axis]!, size]),
    );
    return g.reshape(
      repeated,
      shape.map((size, axis) => size * reps[axis]!),
    );
  }),
  [tf.Transpose]: lowering<'x', tf.TransposeAttrs>((g, { x }, { perm }) => g.transpose(x, perm)),
  [tf.Unpack]: lowering<'value', tf.UnpackAttrs>((g, { value }, { axis }) => {
    const shape = g.shapeOf(value);
    const along = fromStart(axis, shape.length);
    const sizes = Array.from({ length: shape[along]! }, () => 1);
    return parts(g, value, along, sizes).map((part) => g.reshape(part, shape.toSpliced(along, 1)));
  }),
};

/** Cuts along an axis. */
function parts(g: GraphWriter, x: NodeId, axis: number, sizes: readonly number[]): NodeId[] {
  const shape = g.shapeOf(x);
  let from = 0;
  return sizes.map((size) => {
    const begin = shape.map((_, each) => (each === axis ? from : 0));
    from += size;
    return g.slice(x, begin, shape.with(axis, size));
  });
}

function fromStart(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
