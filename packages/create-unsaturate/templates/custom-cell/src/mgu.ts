import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentSizes } from '@unsaturate/cells';
import { type Cell, defineCell } from '@unsaturate/scan';

/** Names of the parameters of {@link mgu}. */
export type MguParam = 'kernel' | 'recurrentKernel' | 'bias' | 'p';

/**
 * Minimal gated unit, a GRU with one gate:
 *
 *     [xf, xh] = x W + b
 *     f = sigmoid(xf + h Uf)
 *     h' = (1 - f) h + f tanh(xh + (f h) Uh)
 *
 * where W is `kernel` [I, 2H], [Uf, Uh] `recurrentKernel` [H, 2H] and b `bias` [2H]. `sigmoid` and `tanh` are what
 * `activations` of `scan` says; row s of `p` [2, H] is the noise slope of site s. The output is h'.
 *
 * @see Zhou et al. 2016, "Minimal gated unit for recurrent neural networks", eq. 7.
 */
export const mgu: Cell<RecurrentSizes, MguParam, 'h', never> = defineCell({
  name: 'mgu',
  sites: ['f', 'h'],
  input: ({ inputSize }) => [inputSize],
  params: ({ inputSize, units }) => ({
    kernel: [inputSize, 2 * units],
    recurrentKernel: [units, 2 * units],
    bias: [2 * units],
    p: [2, units],
  }),
  state: ({ units }) => ({ h: [units] }),
  sizes: ({ kernel, recurrentKernel }) => ({ inputSize: kernel[0]!, units: recurrentKernel[0]! }),
  step({ kernel, recurrentKernel, bias, p }, x, { h }, { sigmoid, tanh }) {
    const [xf, xh] = halves(tf.add(tf.matMul(x, kernel), bias));
    const [Uf, Uh] = halves(recurrentKernel);
    const [pf, ph] = tf.unstack(p) as [tf.Tensor, tf.Tensor];
    const f = sigmoid(tf.add(xf, tf.matMul(h, Uf)), pf);
    const candidate = tanh(tf.add(xh, tf.matMul(tf.mul(f, h), Uh)), ph);
    const nextH = tf.add(tf.mul(tf.sub(1, f), h), tf.mul(f, candidate));
    return { output: nextH, state: { h: nextH } };
  },
});

function halves(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor];
}
