import * as tf from '@tensorflow/tfjs-core';
import type { NodeId } from '../../graph/graph.ts';
import type { GraphWriter, Operand } from '../writer.ts';
import { lowering, type Lowerings } from './lowering.ts';

const { SELU_SCALE, SELU_SCALEALPHA, ERF_P, ERF_A1, ERF_A2, ERF_A3, ERF_A4, ERF_A5 } = tf.backend_util;

/** Activation functions that are made of several elementwise operations. */
export const activations: Lowerings = {
  [tf.Elu]: lowering<'x'>((g, { x }) => elu(g, x)),
  [tf.EluGrad]: lowering<'dy' | 'y'>((g, { dy, y }) =>
    g.select(atLeast0(g, y), dy, g.binary('mul', dy, g.binary('add', y, { value: 1 }))),
  ),
  [tf.Erf]: lowering<'x'>((g, { x }) => erf(g, x)),
  [tf.Expm1]: lowering<'x'>((g, { x }) => expm1(g, x)),
  [tf.LeakyRelu]: lowering<'x', tf.LeakyReluAttrs>((g, { x }, { alpha }) =>
    leakyRelu(g, x, { value: alpha }),
  ),
  [tf.Prelu]: lowering<'x' | 'alpha'>((g, { x, alpha }) => leakyRelu(g, x, alpha)),
  [tf.Relu]: lowering<'x'>((g, { x }) => relu(g, x)),
  [tf.Relu6]: lowering<'x'>((g, { x }) => relu6(g, x)),
  [tf.Selu]: lowering<'x'>((g, { x }) => {
    const negative = g.binary('mul', exponentialLess1(g, x), { value: SELU_SCALEALPHA });
    return g.select(atLeast0(g, x), g.binary('mul', x, { value: SELU_SCALE }), negative);
  }),
};

/** `x` from 0 on, else `exp(x) - 1`. */
export function elu(g: GraphWriter, x: NodeId): NodeId {
  return g.select(atLeast0(g, x), x, exponentialLess1(g, x));
}

/** `max(x, 0)`. */
export function relu(g: GraphWriter, x: NodeId): NodeId {
  return g.binary('max', x, { value: 0 });
}

/** `min(max(x, 0), 6)`. */
export function relu6(g: GraphWriter, x: NodeId): NodeId {
  return g.binary('min', relu(g, x), { value: 6 });
}

/** `x` from 0 on, else `alpha x`. */
export function leakyRelu(g: GraphWriter, x: NodeId, alpha: Operand): NodeId {
  return g.select(g.binary('less', x, { value: 0 }), g.binary('mul', x, alpha), x);
}

function atLeast0(g: GraphWriter, x: NodeId): NodeId {
  return g.binary('greaterEqual', x, { value: 0 });
}

function exponentialLess1(g: GraphWriter, x: NodeId): NodeId {
  return g.binary('sub', g.unary('exp', x), { value: 1 });
}

/** `exp(x) - 1`; near 0, where that would lose its digits, `2 t / (1 - t)` with `t = tanh(x / 2)`. */
function expm1(g: GraphWriter, x: NodeId): NodeId {
  const t = g.unary('tanh', g.binary('mul', x, { value: 0.5 }));
  const near = g.binary('div', g.binary('mul', t, { value: 2 }), g.binary('sub', { value: 1 }, t));
  const isNear = g.binary('less', g.unary('abs', x), { value: 1 });
  return g.select(isNear, near, exponentialLess1(g, x));
}

/** The approximation that tfjs uses: Abramowitz and Stegun 1964, 7.1.26. */
function erf(g: GraphWriter, x: NodeId): NodeId {
  const v = g.unary('abs', x);
  const t = g.binary(
    'div',
    { value: 1 },
    g.binary('add', g.binary('mul', v, { value: ERF_P }), { value: 1 }),
  );
  const polynomial = [ERF_A4, ERF_A3, ERF_A2, ERF_A1].reduce(
    (sum, a) => g.binary('add', g.binary('mul', sum, t), { value: a }),
    g.fill(ERF_A5, g.shapeOf(x)),
  );
  const tail = g.unary('exp', g.unary('neg', g.binary('mul', v, v)));
  const rest = g.binary('mul', g.binary('mul', polynomial, t), tail);
  return g.binary('mul', g.unary('sign', x), g.binary('sub', { value: 1 }, rest));
}
