import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '../cell/cell.ts';

/** Sizes of {@link elman}. */
export interface ElmanSizes {
  readonly inputSize: number;
  readonly units: number;
}

/** The smallest useful cell, without `sizes`: `h' = tanh(x W + h U)`; `p` is [1, H]. */
export const elman: Cell<ElmanSizes, 'kernel' | 'recurrentKernel' | 'p', 'h', never> = defineCell({
  name: 'elman',
  sites: ['h'],
  params: ({ inputSize, units }: ElmanSizes) => ({
    kernel: [inputSize, units],
    recurrentKernel: [units, units],
    p: [1, units],
  }),
  state: ({ units }) => ({ h: [units] }),
  step({ kernel, recurrentKernel, p }, x, { h }, { tanh }) {
    const output = tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), p);
    return { output, state: { h: output } };
  },
});

/** Parameters of {@link elman} for 2 inputs and 2 units. */
export function elmanParams(): Record<'kernel' | 'recurrentKernel' | 'p', tf.Tensor> {
  return {
    kernel: tf.tensor2d([0.8, -1.2, 0.5, 1.7], [2, 2]),
    recurrentKernel: tf.tensor2d([0.3, -0.9, 1.1, 0.4], [2, 2]),
    p: tf.tensor2d([1.2, -0.7], [1, 2]),
  };
}
