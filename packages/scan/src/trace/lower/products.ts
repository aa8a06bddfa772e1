import * as tf from '@tensorflow/tfjs-core';
import type { NodeId } from '../../graph/graph.ts';
import type { GraphWriter, Operand } from '../writer.ts';
import { elu, leakyRelu, relu, relu6 } from './activations.ts';
import { lowering, type Lowerings } from './lowering.ts';

/** Matrix products. */
export const products: Lowerings = {
  [tf.BatchMatMul]: lowering<'a' | 'b', tf.BatchMatMulAttrs>((g, { a, b }, { transposeA, transposeB }) =>
    g.matmul(a, b, transposeA, transposeB),
  ),
  _FusedMatMul: (g, inputs, attrs) => {
    const { a, b, bias, preluActivationWeights } = inputs;
    const { transposeA, transposeB, activation, leakyreluAlpha = 0.2 } = attrs as tf._FusedMatMulAttrs;
    const product = g.matmul(a!, b!, transposeA, transposeB);
    const sum = bias === undefined ? product : g.binary('add', product, bias);
    return activate(g, sum, activation, preluActivationWeights ?? { value: leakyreluAlpha });
  },
};

function activate(
  g: GraphWriter,
  x: NodeId,
  activation: tf._FusedMatMulAttrs['activation'],
  slope: Operand,
): NodeId {
  if (activation === 'relu') return relu(g, x);
  if (activation === 'relu6') return relu6(g, x);
  if (activation === 'elu') return elu(g, x);
  if (activation === 'sigmoid') return g.unary('sigmoid', x);
  return activation === 'linear' ? x : leakyRelu(g, x, slope);
}
