import * as tf from '@tensorflow/tfjs-core';
import type { BinaryFunction, NodeId, Reduction } from '../../graph/graph.ts';
import type { GraphWriter } from '../writer.ts';
import { lowering, type Lowerings, lowerings } from './lowering.ts';

interface ReductionAttrs {
  readonly axis?: number | number[] | null;
  /** What `axis` is called in Max. */
  readonly reductionIndices?: number | number[] | null;
  readonly keepDims?: boolean;
}

const reductions: Record<string, Reduction> = {
  [tf.All]: 'min',
  [tf.Any]: 'max',
  [tf.Max]: 'max',
  [tf.Min]: 'min',
  [tf.Prod]: 'prod',
  [tf.Sum]: 'sum',
};

const cumulations: Record<string, Cumulation> = {
  [tf.Cumprod]: { fn: 'mul', neutral: 1 },
  [tf.Cumsum]: { fn: 'add', neutral: 0 },
};

/** Kernels that combine the elements along axes. */
export const reducing: Lowerings = {
  ...lowerings(reductions, (fn) =>
    lowering<'x', ReductionAttrs>((g, { x }, { axis, reductionIndices, keepDims = false }) =>
      g.reduce(fn, x, axesOf(g, x, axis ?? reductionIndices), keepDims),
    ),
  ),
  ...lowerings(cumulations, (cumulation) =>
    lowering<'x', tf.CumsumAttrs>((g, { x }, { axis, exclusive, reverse }) =>
      cumulate(g, x, axesOf(g, x, axis)[0]!, cumulation, exclusive, reverse),
    ),
  ),
  [tf.Mean]: lowering<'x', ReductionAttrs>((g, { x }, { axis, keepDims = false }) => {
    const axes = axesOf(g, x, axis);
    const count = axes.reduce((product, each) => product * g.shapeOf(x)[each]!, 1);
    return g.binary('div', g.reduce('sum', x, axes, keepDims), { value: count });
  }),
  /** Exponentials of `x - max x`: none is above 1. */
  [tf.Softmax]: lowering<'logits', tf.SoftmaxAttrs>((g, { logits }, { dim }) => {
    const axes = axesOf(g, logits, dim);
    const highest = g.reduce('max', logits, axes, true);
    const exponentials = g.unary('exp', g.binary('sub', logits, highest));
    return g.binary('div', exponentials, g.reduce('sum', exponentials, axes, true));
  }),
};

interface Cumulation {
  readonly fn: BinaryFunction;
  readonly neutral: number;
}

/** Running sums or products in log2(n) steps: after step k, each element combines 2^(k + 1) of them (Hillis and Steele). */
function cumulate(
  g: GraphWriter,
  x: NodeId,
  axis: number,
  { fn, neutral }: Cumulation,
  exclusive: boolean,
  reverse: boolean,
): NodeId {
  const shape = g.shapeOf(x);
  const size = shape[axis]!;
  const shift = (y: NodeId, by: number): NodeId => {
    const gap = g.fill(neutral, shape.with(axis, by));
    const begin = shape.map((_, each) => (each === axis && reverse ? by : 0));
    const rest = g.slice(y, begin, shape.with(axis, size - by));
    return g.concat(reverse ? [rest, gap] : [gap, rest], axis);
  };
  let result = exclusive && size > 0 ? shift(x, 1) : x;
  for (let by = 1; by < size; by *= 2) result = g.binary(fn, result, shift(result, by));
  return result;
}

/** Axes as numbers from 0; all when there are none given. */
function axesOf(g: GraphWriter, x: NodeId, axis: number | number[] | null | undefined): number[] {
  const shape = [...g.shapeOf(x)];
  return tf.util.parseAxisParam(axis ?? shape.map((_, each) => each), shape);
}
