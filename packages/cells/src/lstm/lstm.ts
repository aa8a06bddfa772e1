import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../sizes.ts';
import { lstmGates } from './equations.ts';

/** Names of the parameters of {@link lstm}. */
export type LstmParam = 'kernel' | 'recurrentKernel' | 'bias' | 'p';

/**
 * Long short-term memory:
 *
 *     [zi, zf, zc, zo] = x W + h U + b
 *     i = sigmoid(zi)    f = sigmoid(zf)    o = sigmoid(zo)
 *     c' = f c + i tanh(zc)
 *     h' = o tanh(c')
 *
 * where W is `kernel` [I, 4H], U `recurrentKernel` [H, 4H], b `bias` [4H], with the gates in the order i, f, c, o of
 * tf.layers.lstm. Row s of `p` [5, H] is the noise slope of site s. The output is h'.
 *
 * @see Hochreiter and Schmidhuber 1997; Gers et al. 2000 (forget gate); the layout is that of Keras.
 */
export const lstm: Cell<RecurrentSizes, LstmParam, 'h' | 'c', never> = defineCell({
  name: 'lstm',
  sites: ['i', 'f', 'c', 'o', 'h'],
  input: ({ inputSize }) => [inputSize],
  params: ({ inputSize, units }) => ({
    kernel: [inputSize, 4 * units],
    recurrentKernel: [units, 4 * units],
    bias: [4 * units],
    p: [5, units],
  }),
  state: ({ units }) => ({ h: [units], c: [units] }),
  sizes: ({ kernel, recurrentKernel }) => ({ inputSize: kernel[0]!, units: recurrentKernel[0]! }),
  step({ kernel, recurrentKernel, bias, p }, x, { h, c }, activations) {
    const z = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), bias);
    const state = lstmGates(z, c, p, activations);
    return { output: state.h, state };
  },
});
