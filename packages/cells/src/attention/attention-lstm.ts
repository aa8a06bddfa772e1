import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell, type Tensors } from '@unsaturate/scan';
import { lstmGates } from '../lstm/equations.ts';
import type { RecurrentSizes } from '../sizes.ts';
import { additiveScores, attend } from './additive.ts';

/** What the shapes of {@link attentionLstm} depend on. The number of positions L is that of the constants. */
export interface AttentionSizes extends RecurrentSizes {
  /** Features of a position, D. */
  readonly featureSize: number;
  /** Units of the scores, A. */
  readonly attentionUnits: number;
}

/** Names of the parameters of {@link attentionLstm}. */
export type AttentionLstmParam =
  | 'queryKernel'
  | 'scoreKernel'
  | 'attentionP'
  | 'selectorKernel'
  | 'selectorBias'
  | 'selectorP'
  | 'kernel'
  | 'recurrentKernel'
  | 'contextKernel'
  | 'bias'
  | 'p';

/**
 * LSTM that attends, at every step, to one of L positions by a soft choice ("soft attention"):
 *
 *     e_i = v . tanh(k_i + h Q)                        additive scores
 *     alpha = softmax(e)
 *     beta = sigmoid(h S + s)                          how much of it is let in
 *     z = beta sum_i alpha_i a_i                       the context
 *     h', c' = lstm(x W + h U + z Z + b, c)            gates in the order i, f, c, o of `lstm`
 *
 * where Q is `queryKernel` [H, A], v `scoreKernel` [A], S `selectorKernel` [H, 1], s `selectorBias` [1], W `kernel`
 * [I, 4H], U `recurrentKernel` [H, 4H], Z `contextKernel` [D, 4H] and b `bias` [4H]. Noise slopes are `attentionP` [A],
 * `selectorP` [1] and `p` [5, H], one row for each of the sites i, f, c, o, h.
 *
 * The constants are what attention reads: `features` a [batch, L, D], and `keys` k [batch, L, A], which the caller makes
 * once for all steps: {@link attentionKeys}. The output is [h', z, alpha], which {@link attentionOutputs} takes apart.
 *
 * @see Xu et al. 2015, "Show, Attend and Tell", arXiv 1502.03044; the layout is that of `lstm`.
 *
 * @example
 * ```ts
 * const keys = attentionKeys(features, keyKernel, keyBias);
 * const { outputs } = scan(attentionLstm, params, xs, init, { constants: { features, keys } });
 * const { h, context, weights } = attentionOutputs(outputs, sizes);
 * ```
 */
export const attentionLstm: Cell<AttentionSizes, AttentionLstmParam, 'h' | 'c', 'features' | 'keys'> =
  defineCell({
    name: 'attentionLstm',
    sites: ['attention', 'selector', 'i', 'f', 'c', 'o', 'h'],
    constants: ['features', 'keys'] as const,
    input: ({ inputSize }) => [inputSize],
    params: ({ inputSize, units, featureSize, attentionUnits }: AttentionSizes) => ({
      queryKernel: [units, attentionUnits],
      scoreKernel: [attentionUnits],
      attentionP: [attentionUnits],
      selectorKernel: [units, 1],
      selectorBias: [1],
      selectorP: [1],
      kernel: [inputSize, 4 * units],
      recurrentKernel: [units, 4 * units],
      contextKernel: [featureSize, 4 * units],
      bias: [4 * units],
      p: [5, units],
    }),
    state: ({ units }) => ({ h: [units], c: [units] }),
    sizes: ({ kernel, recurrentKernel, contextKernel, scoreKernel }) => ({
      inputSize: kernel[0]!,
      units: recurrentKernel[0]!,
      featureSize: contextKernel[0]!,
      attentionUnits: scoreKernel[0]!,
    }),
    step(params, x, { h, c }, activations, { features, keys }) {
      const { kernel, recurrentKernel, contextKernel, bias, p } = params;
      const weights = attentionWeights(params, h, keys, activations.tanh);
      const beta = selector(params, h, activations.sigmoid);
      const context = tf.mul(beta, attend(weights, features));
      const own = tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel));
      const z = tf.add(tf.add(own, tf.matMul(context, contextKernel)), bias);
      const state = lstmGates(z, c, p, activations);
      return { output: tf.concat([state.h, context, weights], 1), state };
    },
  });

type Params = Tensors<AttentionLstmParam>;
type Activation = Parameters<typeof attentionLstm.step>[3]['tanh'];

/** `alpha = softmax_i(v . tanh(k_i + h Q))`, [batch, L]. */
function attentionWeights(
  { queryKernel, scoreKernel, attentionP }: Params,
  h: tf.Tensor,
  keys: tf.Tensor,
  tanh: Activation,
): tf.Tensor {
  return tf.softmax(additiveScores(keys, tf.matMul(h, queryKernel), scoreKernel, tanh, attentionP));
}

/** `beta = sigmoid(h S + s)`, [batch, 1]. */
function selector(
  { selectorKernel, selectorBias, selectorP }: Params,
  h: tf.Tensor,
  sigmoid: Activation,
): tf.Tensor {
  return sigmoid(tf.add(tf.matMul(h, selectorKernel), selectorBias), selectorP);
}
