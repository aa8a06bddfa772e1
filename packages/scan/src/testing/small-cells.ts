import * as tf from '@tensorflow/tfjs-core';
import { type Cell, defineCell } from '../cell/cell.ts';

/** Sizes of the small cells. */
export interface SmallSizes {
  readonly inputSize: number;
  readonly units: number;
}

/** Reads a constant [batch, slots, H] by content, which is `softmax(memory h)`; two sites. */
export const attention: Cell<SmallSizes, 'kernel' | 'recurrentKernel' | 'contextKernel', 'h', 'memory'> =
  defineCell({
    name: 'attention',
    sites: ['gate', 'candidate'],
    constants: ['memory'] as const,
    params: ({ inputSize, units }: SmallSizes) => ({
      kernel: [inputSize, units],
      recurrentKernel: [units, units],
      contextKernel: [units, units],
    }),
    state: ({ units }) => ({ h: [units] }),
    step({ kernel, recurrentKernel, contextKernel }, x, { h }, { sigmoid, tanh }, { memory }) {
      const [batch, slots, units] = memory.shape as [number, number, number];
      const scores = tf.matMul(memory, tf.reshape(h, [batch, units, 1]));
      const weights = tf.softmax(tf.reshape(scores, [batch, slots]));
      const context = tf.reshape(tf.matMul(tf.expandDims(weights, 1), memory), [batch, units]);
      const gate = sigmoid(tf.matMul(context, contextKernel));
      const candidate = tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)));
      const next = tf.add(tf.mul(gate, h), tf.mul(tf.sub(1, gate), candidate));
      return { output: tf.concat([next, context], 1), state: { h: next } };
    },
  });

/** A state of two axes, `M' = decay M + key value^T`, read by a query; no sites. */
export const fastWeights: Cell<SmallSizes, 'keys' | 'values' | 'queries' | 'decay', 'matrix', never> =
  defineCell({
    name: 'fastWeights',
    sites: [],
    params: ({ inputSize, units }: SmallSizes) => ({
      keys: [inputSize, units],
      values: [inputSize, 3],
      queries: [inputSize, units],
      decay: [],
    }),
    state: ({ units }) => ({ matrix: [units, 3] }),
    step({ keys, values, queries, decay }, x, { matrix }) {
      const key = tf.expandDims(tf.tanh(tf.matMul(x, keys)), 2);
      const value = tf.expandDims(tf.matMul(x, values), 1);
      const next = tf.add(tf.mul(matrix, tf.sigmoid(decay)), tf.matMul(key, value));
      const query = tf.expandDims(tf.softmax(tf.matMul(x, queries)), 1);
      return { output: tf.squeeze(tf.matMul(query, next), [1]), state: { matrix: next } };
    },
  });

/** Ignores its input, and one of its states; the other two change places. */
export const deaf: Cell<SmallSizes, 'gain' | 'unused', 'a' | 'b' | 'ignored', never> = defineCell({
  name: 'deaf',
  sites: ['a'],
  params: ({ units }: SmallSizes) => ({ gain: [units], unused: [2, units] }),
  state: ({ units }) => ({ a: [units], b: [units], ignored: [units] }),
  step({ gain }, _x, { a, b, ignored }, { tanh }) {
    return {
      output: tf.mul(b, gain),
      state: { ignored: tf.zerosLike(ignored), b: tanh(tf.mul(a, gain)), a: b },
    };
  },
});

/** A step may be no more than its own input. */
export const echo: Cell<SmallSizes, never, 'last', never> = defineCell({
  name: 'echo',
  sites: [],
  params: () => ({}),
  state: ({ inputSize }: SmallSizes) => ({ last: [inputSize] }),
  step: (_params, x) => ({ output: x, state: { last: x } }),
});

/** Adds the noise that it draws to its input: the output shows the noise element for element. */
export const loudspeaker: Cell<SmallSizes, never, 'last', never> = defineCell({
  name: 'loudspeaker',
  sites: ['first', 'second'],
  params: () => ({}),
  state: ({ inputSize }: SmallSizes) => ({ last: [inputSize] }),
  step(_params, x, _state, { tanh }) {
    const first = tanh(x);
    return { output: tf.concat([first, tanh(x)], 1), state: { last: first } };
  },
});

/** Uses the product of its input in two places, and puts its states out in another order than it takes them. */
export const skip: Cell<SmallSizes, 'kernel' | 'recurrentKernel' | 'mixer', 'h' | 'sum', never> = defineCell({
  name: 'skip',
  sites: ['h'],
  params: ({ inputSize, units }: SmallSizes) => ({
    kernel: [inputSize, units],
    recurrentKernel: [units, units],
    mixer: [units, units],
  }),
  state: ({ units }) => ({ h: [units], sum: [units] }),
  step({ kernel, recurrentKernel, mixer }, x, { h, sum }, { tanh }) {
    const product = tf.matMul(x, kernel);
    const activated = tanh(tf.add(product, tf.matMul(h, recurrentKernel)));
    const next = tf.tanh(tf.add(tf.matMul(activated, tf.reverse(mixer, 1)), product));
    return { output: next, state: { sum: tf.sigmoid(tf.add(sum, next)), h: next } };
  },
});

/** Reads tokens, counts them in whole numbers, and puts out rows of a table and the parity of the count. */
export const tokens: Cell<SmallSizes, 'table', 'h' | 'count', never> = defineCell({
  name: 'tokens',
  sites: [],
  params: ({ inputSize, units }: SmallSizes) => ({ table: [inputSize, units] }),
  state: ({ units }) => ({ h: [units], count: [] }),
  step({ table }, x, { h, count }) {
    const row = tf.matMul(tf.oneHot(x, table.shape[0]), table);
    const next = tf.add(count, x);
    const half = tf.cast(tf.expandDims(tf.div(next, 2), 1), 'float32');
    return {
      output: tf.sigmoid(tf.add(tf.mul(h, half), row)),
      state: { h: tf.tanh(tf.add(h, row)), count: next },
    };
  },
});
