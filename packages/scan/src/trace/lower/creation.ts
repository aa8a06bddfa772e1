import * as tf from '@tensorflow/tfjs-core';
import { lowering, type Lowerings } from './lowering.ts';

/** Kernels whose values do not depend on those of tensors, or only by position. */
export const creation: Lowerings = {
  [tf.Fill]: lowering<never, { shape: number[]; value: number }>((g, _, { shape, value }) =>
    g.fill(value, shape),
  ),
  [tf.OneHot]: lowering<'indices', tf.OneHotAttrs>((g, { indices }, { depth, onValue, offValue }) => {
    const positions = g.constant([...Array(depth).keys()], [depth]);
    const isOn = g.binary('equal', g.reshape(indices, [...g.shapeOf(indices), 1]), positions);
    return g.select(isOn, { value: onValue }, { value: offValue });
  }),
  [tf.OnesLike]: lowering<'x'>((g, { x }) => g.fill(1, g.shapeOf(x))),
  /** A step of 1 goes down where the end is below the start, as in tfjs. */
  [tf.Range]: lowering<never, tf.RangeAttrs>((g, _, { start, stop, step, dtype }) => {
    const down = stop < start && step === 1;
    const none = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
    const count = none ? 0 : Math.abs(Math.ceil((stop - start) / step));
    const values = Array.from({ length: count }, (_each, i) => start + i * (down ? -1 : step));
    return g.constant(dtype === 'int32' ? values.map(Math.trunc) : values, [count]);
  }),
  [tf.ZerosLike]: lowering<'x'>((g, { x }) => g.fill(0, g.shapeOf(x))),
};
