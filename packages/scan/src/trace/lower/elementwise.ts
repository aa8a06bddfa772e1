import * as tf from '@tensorflow/tfjs-core';
import type { BinaryFunction, NodeId, UnaryFunction } from '../../graph/graph.ts';
import type { GraphWriter } from '../writer.ts';
import { lowering, type Lowerings, lowerings } from './lowering.ts';

const unaries: Record<string, UnaryFunction> = {
  [tf.Abs]: 'abs',
  [tf.Cos]: 'cos',
  [tf.Exp]: 'exp',
  [tf.Floor]: 'floor',
  [tf.Log]: 'log',
  [tf.Log1p]: 'log1p',
  [tf.LogicalNot]: 'not',
  [tf.Neg]: 'neg',
  [tf.Rsqrt]: 'rsqrt',
  [tf.Sigmoid]: 'sigmoid',
  [tf.Sign]: 'sign',
  [tf.Sin]: 'sin',
  [tf.Softplus]: 'softplus',
  [tf.Sqrt]: 'sqrt',
  [tf.Tanh]: 'tanh',
};

const binaries: Record<string, BinaryFunction> = {
  [tf.Add]: 'add',
  [tf.Equal]: 'equal',
  [tf.Greater]: 'greater',
  [tf.GreaterEqual]: 'greaterEqual',
  [tf.Less]: 'less',
  [tf.LessEqual]: 'lessEqual',
  [tf.LogicalAnd]: 'and',
  [tf.LogicalOr]: 'or',
  [tf.Maximum]: 'max',
  [tf.Minimum]: 'min',
  [tf.Multiply]: 'mul',
  [tf.NotEqual]: 'notEqual',
  [tf.Pow]: 'pow',
  [tf.RealDiv]: 'div',
  [tf.Sub]: 'sub',
};

/** Kernels that work element by element, with broadcasting. */
export const elementwise: Lowerings = {
  ...lowerings(unaries, (fn) => lowering<'x'>((g, { x }) => g.unary(fn, x))),
  ...lowerings(binaries, (fn) => lowering<'a' | 'b'>((g, { a, b }) => g.binary(fn, a, b))),

  [tf.AddN]: (g, inputs) => Object.values(inputs).reduce((sum, each) => g.binary('add', sum, each)),
  [tf.Cast]: lowering<'x', { dtype: tf.DataType }>((g, { x }, { dtype }) => {
    if (dtype === 'bool') return g.binary('notEqual', x, { value: 0 });
    return dtype === 'int32' ? truncate(g, x) : x;
  }),
  [tf.Ceil]: lowering<'x'>((g, { x }) => g.unary('neg', g.unary('floor', g.unary('neg', x)))),
  [tf.ClipByValue]: lowering<'x', tf.ClipByValueAttrs>((g, { x }, { clipValueMin, clipValueMax }) =>
    g.binary('min', g.binary('max', x, { value: clipValueMin }), { value: clipValueMax }),
  ),
  [tf.FloorDiv]: lowering<'a' | 'b'>((g, { a, b }) => g.unary('floor', g.binary('div', a, b))),
  [tf.IsFinite]: lowering<'x'>((g, { x }) => g.binary('less', g.unary('abs', x), { value: Infinity })),
  [tf.IsInf]: lowering<'x'>((g, { x }) => g.binary('equal', g.unary('abs', x), { value: Infinity })),
  [tf.IsNan]: lowering<'x'>((g, { x }) => g.binary('notEqual', x, x)),
  [tf.Reciprocal]: lowering<'x'>((g, { x }) => g.binary('div', { value: 1 }, x)),
  [tf.Square]: lowering<'x'>((g, { x }) => g.binary('mul', x, x)),
  [tf.SquaredDifference]: lowering<'a' | 'b'>((g, { a, b }) => {
    const difference = g.binary('sub', a, b);
    return g.binary('mul', difference, difference);
  }),
  [tf.Select]: lowering<'condition' | 't' | 'e'>((g, { condition, t, e }) => g.select(condition, t, e)),
  /** `NaN` where x is, as in tfjs. */
  [tf.Step]: lowering<'x', tf.StepAttrs>((g, { x }, { alpha }) => {
    const step = g.unary('step', x);
    const scaled = alpha === 0 ? step : g.select(step, { value: 1 }, { value: alpha });
    return g.select(g.binary('equal', x, x), scaled, x);
  }),
};

/** The integer next to x towards 0. */
function truncate(g: GraphWriter, x: NodeId): NodeId {
  return g.binary('mul', g.unary('sign', x), g.unary('floor', g.unary('abs', x)));
}
