import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../sizes.ts';
import { type GruParam, interpolate } from './gru.ts';

/**
 * Gated recurrent unit, reset after the product, as in cuDNN and in Keras with `resetAfter`:
 *
 *     [xz, xr, xh] = x W + b0    [hz, hr, hh] = h U + b1
 *     z = sigmoid(xz + hz)    r = sigmoid(xr + hr)
 *     h' = z h + (1 - z) tanh(xh + r hh)
 *
 * Shapes as in `gru`, but for `bias` [2, 3H], whose rows are b0 (input) and b1 (recurrent).
 *
 * @see Cho et al. 2014; the variant of cuDNN's GRU.
 */
export const gruResetAfter: Cell<RecurrentSizes, GruParam, 'h', never> = defineCell({
  name: 'gruResetAfter',
  sites: ['z', 'r', 'h'],
  params: ({ inputSize, units }) => ({
    kernel: [inputSize, 3 * units],
    recurrentKernel: [units, 3 * units],
    bias: [2, 3 * units],
    p: [3, units],
  }),
  state: ({ units }) => ({ h: [units] }),
  sizes: ({ kernel, recurrentKernel }) => ({ inputSize: kernel[0]!, units: recurrentKernel[0]! }),
  step({ kernel, recurrentKernel, bias, p }, x, { h }, { sigmoid, tanh }) {
    const [inputBias, recurrentBias] = tf.unstack(bias) as [tf.Tensor, tf.Tensor];
    const thirds = (z: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] => tf.split(z, 3, 1) as never;
    const [xz, xr, xh] = thirds(tf.add(tf.matMul(x, kernel), inputBias));
    const [hz, hr, hh] = thirds(tf.add(tf.matMul(h, recurrentKernel), recurrentBias));
    const [pz, pr, ph] = tf.unstack(p);
    const z = sigmoid(tf.add(xz, hz), pz);
    const r = sigmoid(tf.add(xr, hr), pr);
    const candidate = tanh(tf.add(xh, tf.mul(r, hh)), ph);
    const nextH = interpolate(z, h, candidate);
    return { output: nextH, state: { h: nextH } };
  },
});
