import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineCell } from './cell.ts';
import { elman, elmanParams } from '../testing/elman.ts';
import { scan } from '../scan.ts';

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const h0 = [0.1, 0.2, -0.3, 0.4];
const init = (): { h: tf.Tensor } => ({ h: tf.tensor2d(h0, [2, 2]) });
const values = fillNormals([2, 2], 0, new Float32Array(12));

/** Two states, of which the first has the shape of the output, or none has. */
const counting = (outputSize: number) =>
  defineCell({
    name: 'counting',
    sites: [],
    params: () => ({}),
    state: () => ({ first: [2], second: [2] }),
    step(_params, _x, { first, second }: { first: tf.Tensor; second: tf.Tensor }) {
      const output = tf.mul(tf.ones([1, outputSize]), 7);
      return { output, state: { first: tf.add(first, 1), second: tf.add(second, 1) } };
    },
  });

describe.each(['cpu', 'wasm'])('a mask on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('cpu'));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it('keeps the state and repeats the output of each row', () => {
    const xs = tf.tensor3d(values, [2, 3, 2]);
    const mask = tf.tensor2d([1, 0, 1, 1, 1, 0], [2, 3]);
    const { outputs, state } = scan(elman, elmanParams(), xs, init(), { mask });
    const [top, bottom] = tf.split(outputs, 2) as [tf.Tensor, tf.Tensor];
    const row = (b: number, steps: number[]): tf.Tensor => {
      const picked = tf.gather(tf.slice(xs, [b, 0], [1, 3]), tf.tensor1d(steps, 'int32'), 1);
      return scan(elman, elmanParams(), picked, { h: tf.slice(init().h, [b], [1]) }).outputs;
    };
    const twice = (both: tf.Tensor, steps: number[]): number[] =>
      numbers(tf.gather(both, tf.tensor1d(steps, 'int32'), 1));
    expect(numbers(top)).toEqual(twice(row(0, [0, 2]), [0, 0, 1]));
    expect(numbers(bottom)).toEqual(twice(row(1, [0, 1]), [0, 1, 1]));
    expect(numbers(state.h)).toEqual(numbers(tf.slice(outputs, [0, 2], [2, 1])));
  });

  it('of zeros gives the initial state back', () => {
    const xs = tf.tensor3d(values, [2, 3, 2]);
    for (const mask of [tf.zeros([2, 3]), tf.zeros([2, 3], 'bool'), tf.zeros([2, 3], 'int32')]) {
      const { outputs, state } = scan(elman, elmanParams(), xs, init(), { mask });
      const expected = tf.tile(tf.expandDims(init().h, 1), [1, 3, 1]);
      expect(numbers(outputs)).toEqual(numbers(expected));
      expect(numbers(state.h)).toEqual(numbers(init().h));
    }
  });

  it('of ones changes nothing', () => {
    const xs = tf.tensor3d(values, [2, 3, 2]);
    const { outputs } = scan(elman, elmanParams(), xs, init(), { mask: tf.ones([2, 3]) });
    expect(numbers(outputs)).toEqual(numbers(scan(elman, elmanParams(), xs, init()).outputs));
  });

  it("gives the cell's first state before there is an output, whatever the order of init, or else zeros", () => {
    const options = { mask: tf.tensor2d([[0, 1, 0]]) };
    const start = { second: tf.tensor2d([[3, 4]]), first: tf.tensor2d([[1, 2]]) };
    const run = (outputSize: number): number[] =>
      numbers(scan(counting(outputSize), {}, tf.ones([1, 3, 1]), start, options).outputs);
    expect(run(2)).toEqual([1, 2, 7, 7, 7, 7]);
    expect(run(1)).toEqual([0, 7, 7]);
  });

  it.each([Number.NaN, Infinity])(
    'keeps %d in the padding out of outputs, states and gradients',
    (padding) => {
      const mask = tf.tensor2d([0, 1, 1, 1, 1, 0], [2, 3]);
      const run = (fill: number) => {
        const padded = values.map((each, e) => (e < 2 || e >= 10 ? fill : each));
        const inputs = [tf.tensor3d(padded, [2, 3, 2]), ...Object.values(elmanParams()), init().h];
        const [xs, kernel, recurrentKernel, p, h] = inputs as [tf.Tensor, ...tf.Tensor[]];
        const params = { kernel: kernel!, recurrentKernel: recurrentKernel!, p: p! };
        const forward = () => scan(elman, params, xs, { h: h! }, { mask });
        const loss = (): tf.Tensor => tf.sum(tf.square(forward().outputs));
        const { grads } = tf.engine().gradients(loss, inputs, undefined, true);
        const { outputs, state } = forward();
        return [outputs, state.h, ...grads.filter(Boolean)].map(numbers);
      };
      expect(run(padding)).toEqual(run(0.5));
      expect(run(padding)).toHaveLength(6);
    },
  );

  it('passes the gradient of a masked step on to the step before', () => {
    const xs = tf.tensor3d([0.5, -1, 9, 9], [1, 2, 2]);
    const h = tf.tensor2d([[0.1, 0.2]]);
    const last = (xs: tf.Tensor, mask?: tf.Tensor): tf.Tensor =>
      tf.sum(scan(elman, elmanParams(), xs, { h }, mask ? { mask } : {}).state.h);
    const masked = tf.grad((xs) => last(xs, tf.tensor2d([[1, 0]])))(xs);
    const alone = tf.grad((xs) => last(xs))(tf.slice(xs, [0, 0], [1, 1]));
    expect(numbers(masked)).toEqual([...numbers(alone), 0, 0]);
  });
});
