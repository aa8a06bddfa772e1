import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '@unsaturate/scan';
import type { RecurrentSizes } from '../sizes.ts';
import { interpolate, thirds } from './equations.ts';
import type { GruParam } from './gru.ts';

/**
 * Gated recurrent unit, reset after the product, as in cuDNN and in Keras with `reset_after`:
 *
 *     [xz, xr, xh] = x W + b0    [hz, hr, hh] = h U + b1
 *     z = sigmoid(xz + hz)    r = sigmoid(xr + hr)
 *     h' = z h + (1 - z) tanh(xh + r hh)
 *
 * where W is `kernel` [I, 3H] and U `recurrentKernel` [H, 3H], in the order z, r, h, and b0 and b1 are the rows of
 * `bias` [2, 3H]. Row s of `p` [3, H] is the noise slope of site s. The output is h'.
 *
 * @see Cho et al. 2014; the variant of cuDNN's GRU.
 */
export const gruResetAfter: Cell<RecurrentSizes, GruParam, 'h', never> = defineCell({
  name: 'gruResetAfter',
  sites: ['z', 'r', 'h'],
  input: ({ inputSize }) => [inputSize],
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
