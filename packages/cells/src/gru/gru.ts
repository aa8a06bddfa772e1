import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../sizes.ts';
import { interpolate, thirds } from './equations.ts';

/** Names of the parameters of {@link gru} and `gruResetAfter`. */
export type GruParam = 'kernel' | 'recurrentKernel' | 'bias' | 'p';

/**
 * Gated recurrent unit, reset before the product:
 *
 *     [xz, xr, xh] = x W + b
 *     z = sigmoid(xz + h Uz)    r = sigmoid(xr + h Ur)
 *     h' = z h + (1 - z) tanh(xh + (r h) Uh)
 *
 * where W is `kernel` [I, 3H], [Uz, Ur, Uh] `recurrentKernel` [H, 3H], b `bias` [3H], in the order z, r, h of
 * tf.layers.gru. Row s of `p` [3, H] is the noise slope of site s. The output is h'.
 *
 * @see Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder", eq. 5-8.
 */
export const gru: Cell<RecurrentSizes, GruParam, 'h', never> = defineCell({
  name: 'gru',
  sites: ['z', 'r', 'h'],
  input: ({ inputSize }) => [inputSize],
  params: ({ inputSize, units }) => ({
    kernel: [inputSize, 3 * units],
    recurrentKernel: [units, 3 * units],
    bias: [3 * units],
    p: [3, units],
  }),
  state: ({ units }) => ({ h: [units] }),
  sizes: ({ kernel, recurrentKernel }) => ({ inputSize: kernel[0]!, units: recurrentKernel[0]! }),
  step({ kernel, recurrentKernel, bias, p }, x, { h }, { sigmoid, tanh }) {
    const units = h.shape[1]!;
    const [xz, xr, xh] = thirds(tf.add(tf.matMul(x, kernel), bias));
    const [gateKernel, candidateKernel] = tf.split(recurrentKernel, [2 * units, units], 1) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const [hz, hr] = tf.split(tf.matMul(h, gateKernel), 2, 1) as [tf.Tensor, tf.Tensor];
    const [pz, pr, ph] = tf.unstack(p);
    const z = sigmoid(tf.add(xz, hz), pz);
    const r = sigmoid(tf.add(xr, hr), pr);
    const candidate = tanh(tf.add(xh, tf.matMul(tf.mul(r, h), candidateKernel)), ph);
    const nextH = interpolate(z, h, candidate);
    return { output: nextH, state: { h: nextH } };
  },
});
