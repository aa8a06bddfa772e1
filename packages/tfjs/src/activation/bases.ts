import * as tf from '@tensorflow/tfjs-core';
import { type BaseName, bases as scalarBases } from '@unsaturate/core';

/**
 * A saturating function over tensors, in the letters of the paper (eq. 1-4). Gradients come from the ops used.
 *
 * Both functions are elementwise and keep the shape.
 */
export interface TensorBase {
  /** The saturating function. */
  h(x: tf.Tensor): tf.Tensor;
  /** Its linearisation at 0, never clipped: `u(x) = h(0) + h'(0) x`. */
  u(x: tf.Tensor): tf.Tensor;
  /** Where `|x|` counts as saturated; required by the variant 'NANIS'. */
  readonly threshold?: number;
  /** Infimum and supremum of `h`; required by output clip. */
  readonly range?: readonly [number, number];
}

const line =
  (slope: number, offset: number) =>
  (x: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(x, slope), offset);

const quarterLine = line(0.25, 0.5);
const fifthLine = line(0.2, 0.5);

function limits(name: BaseName): Required<Pick<TensorBase, 'threshold' | 'range'>> {
  const { threshold, range } = scalarBases[name];
  return { threshold: threshold!, range: range! };
}

/** The bases by name, as tensor functions; formulas in `bases` of @unsaturate/core. */
export const bases: Readonly<Record<BaseName, TensorBase>> = {
  sigmoid: { h: (x) => tf.sigmoid(x), u: quarterLine, ...limits('sigmoid') },
  tanh: { h: (x) => tf.tanh(x), u: (x) => x, ...limits('tanh') },
  hardSigmoid: { h: (x) => tf.clipByValue(quarterLine(x), 0, 1), u: quarterLine, ...limits('hardSigmoid') },
  hardTanh: { h: (x) => tf.clipByValue(x, -1, 1), u: (x) => x, ...limits('hardTanh') },
  kerasHardSigmoid: {
    h: (x) => tf.clipByValue(fifthLine(x), 0, 1),
    u: fifthLine,
    ...limits('kerasHardSigmoid'),
  },
};
