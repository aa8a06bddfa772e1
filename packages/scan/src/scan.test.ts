import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fillNormals, NoiseStreamExhaustedError } from '@unsaturate/core';
import { noisyActivation, normalsAt } from '@unsaturate/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivationCall } from './cell/activations.ts';
import { defineCell } from './cell/cell.ts';
import { elman, elmanParams, type ElmanSizes } from './testing/elman.ts';
import { scan } from './scan.ts';
import { zeroState } from './cell/zero-state.ts';

const sizes = { inputSize: 2, units: 2 };
const noisy = { tanh: { base: 'hardTanh', variant: 'NAH', alpha: 1.1, c: 0.5 } } as const;
const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];
const randomXs = (batch: number, time: number): tf.Tensor3D =>
  tf.tensor3d(fillNormals([2, 2], 0, new Float32Array(batch * time * 2)), [batch, time, 2]);

function stopAtTwo({ iteration }: ActivationCall): void {
  if (iteration === 2) throw new Error('enough');
}

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('a scan', () => {
  it('is the loop over the steps', () => {
    const { kernel, recurrentKernel } = elmanParams();
    const xs = randomXs(3, 5);
    let h: tf.Tensor = tf.tensor2d([0.1, 0.2, -0.3, 0.4, 0.5, -0.6], [3, 2]);
    const { outputs, state } = scan(elman, elmanParams(), xs, { h });
    const expected = tf.unstack(xs, 1).map((x) => {
      h = tf.tanh(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)));
      return h;
    });
    expect(outputs.shape).toEqual([3, 5, 2]);
    expect(numbers(outputs)).toEqual(numbers(tf.stack(expected, 1)));
    expect(numbers(state.h)).toEqual(numbers(h));
  });

  it('in reverse goes from the last step to the first and aligns outputs with inputs', () => {
    const xs = randomXs(2, 4);
    const init = zeroState(elman, sizes, 2);
    const backward = scan(elman, elmanParams(), xs, init, { reverse: true });
    const forward = scan(elman, elmanParams(), tf.reverse(xs, 1), init);
    expect(numbers(backward.outputs)).toEqual(numbers(tf.reverse(forward.outputs, 1)));
    expect(numbers(backward.state.h)).toEqual(numbers(tf.slice(backward.outputs, [0, 0], [2, 1])));
  });

  it('hands any features to the step, and stacks any output', () => {
    const pixels = defineCell({
      name: 'pixels',
      sites: [],
      params: () => ({ gain: [3] }),
      state: () => ({ largest: [] }),
      step({ gain }: { gain: tf.Tensor }, x, { largest }: { largest: tf.Tensor }) {
        const next = tf.maximum(largest, tf.max(tf.mul(x, gain), [1, 2]));
        return { output: tf.mul(x, gain), state: { largest: next } };
      },
    });
    const xs = tf.range(0, 48).reshape([2, 4, 2, 3]);
    const gain = tf.tensor1d([1, 10, 100]);
    const { outputs, state } = scan(pixels, { gain }, xs, zeroState(pixels, {}, 2), {
      activations: { tanh: { variant: 'NAN' } },
      training: true,
    });
    expect(outputs.shape).toEqual([2, 4, 2, 3]);
    expect(numbers(outputs)).toEqual(numbers(tf.mul(xs, gain)));
    expect(state.largest.shape).toEqual([2]);
    expect(numbers(state.largest)).toEqual([2300, 4700]);
  });
});

describe('noise', () => {
  it.each([false, true])('of iteration t and site s has the number base + t S + s, reverse %s', (reverse) => {
    const { kernel, recurrentKernel } = elmanParams();
    const noise = createNoiseStream(7, 20);
    const gated = defineCell({
      name: 'gated',
      sites: ['g', 'h'],
      params: (sizes: ElmanSizes) => elman.params(sizes),
      state: (sizes: ElmanSizes) => elman.state(sizes),
      step({ kernel, recurrentKernel }, x, { h }: { h: tf.Tensor }, { sigmoid, tanh }) {
        const z = tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel));
        const output = tf.mul(sigmoid(z), tanh(z));
        return { output, state: { h: output } };
      },
    });
    const xs = randomXs(2, 3);
    const init = zeroState(gated, sizes, 2);
    const options = { activations: noisy, noise, training: true, reverse };
    const { state } = scan(gated, elmanParams(), xs, init, options);
    expect(noise.next).toBe(26);

    const steps = tf.unstack(xs, 1);
    const h = (reverse ? steps.toReversed() : steps).reduce(
      (h: tf.Tensor, x, t) => {
        const z = tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel));
        const xi = normalsAt([7, 0], 20 + 2 * t + 1, [2, 2]);
        return tf.mul(tf.sigmoid(z), noisyActivation(z, { ...noisy.tanh, noise: xi, training: true }));
      },
      tf.zeros([2, 2]),
    );
    expect(numbers(state.h)).toEqual(numbers(h));
  });

  it('is that of masked steps too', () => {
    const noise = createNoiseStream(7);
    const options = { activations: noisy, noise, training: true, mask: tf.tensor2d([[0, 0, 0]]) };
    scan(elman, elmanParams(), randomXs(1, 3), zeroState(elman, sizes, 1), options);
    expect(noise.next).toBe(3);
  });

  it.each([
    ['when evaluating', { activations: noisy, training: false }],
    ['by default', { activations: noisy }],
    ['without noisy activations', { activations: { tanh: { base: 'hardTanh' } }, training: true }],
  ] as const)('is not taken %s', (_when, options) => {
    const noise = createNoiseStream(7);
    const [xs, init] = [randomXs(1, 3), zeroState(elman, sizes, 1)];
    const { outputs } = scan(elman, elmanParams(), xs, init, { ...options, noise });
    expect(numbers(outputs)).toEqual(numbers(scan(elman, elmanParams(), xs, init, options).outputs));
    expect(noise.next).toBe(0);
  });

  it('goes back when the scan fails, and no tensor stays', () => {
    const noise = createNoiseStream(7, 3);
    const [params, xs, init] = [elmanParams(), randomXs(2, 3), zeroState(elman, sizes, 2)];
    const before = tf.memory().numTensors;
    const options = { activations: noisy, noise, training: true };
    expect(() => scan(elman, params, xs, init, { ...options, observe: stopAtTwo })).toThrow('enough');
    const exhausted = { ...options, noise: createNoiseStream(7, 0xfffffffd) };
    expect(() => scan(elman, params, xs, init, exhausted)).toThrow(NoiseStreamExhaustedError);
    expect(exhausted.noise.next).toBe(0xfffffffd);
    expect(noise.next).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('gradients', () => {
  it('reach a tensor-valued noise scale, in which one step of NAN is linear', () => {
    const [params, xs, init] = [elmanParams(), randomXs(2, 1), zeroState(elman, sizes, 2)];
    const loss = (c: tf.Tensor): tf.Tensor => {
      const activations = { tanh: { variant: 'NAN', c: c as tf.Scalar } } as const;
      const options = { activations, noise: createNoiseStream(7), training: true };
      return tf.sum(scan(elman, params, xs, init, options).outputs);
    };
    const [at0] = numbers(loss(tf.scalar(0)));
    const [at1] = numbers(loss(tf.scalar(1)));
    const [slope] = numbers(tf.grad(loss)(tf.scalar(0.3)));
    expect(slope).toBeCloseTo(at1! - at0!, 5);
    expect(Math.abs(slope!)).toBeGreaterThan(1e-3);
  });

  it('reach variables', () => {
    const params = elmanParams();
    const kernel = tf.variable(params.kernel);
    const [xs, init] = [randomXs(2, 3), zeroState(elman, sizes, 2)];
    const loss = (kernel: tf.Tensor): tf.Scalar =>
      tf.sum<tf.Scalar>(scan(elman, { ...params, kernel }, xs, init).outputs);
    const { grads } = tf.variableGrads(() => loss(kernel), [kernel]);
    expect(numbers(grads[kernel.name]!)).toEqual(numbers(tf.grad(loss)(params.kernel)));
    kernel.dispose();
  });

  it('leave no tensors behind', () => {
    const [params, xs, init] = [elmanParams(), randomXs(2, 3), zeroState(elman, sizes, 2)];
    const mask = tf.tensor2d([1, 1, 0, 1, 0, 0], [2, 3]);
    const before = tf.memory().numTensors;
    const run = (): ReturnType<typeof scan> =>
      scan(elman, params, xs, init, {
        activations: noisy,
        noise: createNoiseStream(7),
        training: true,
        mask,
      });
    const { outputs, state } = run();
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([outputs, state]);
    const inputs = [xs, ...Object.values(params), init.h];
    tf.dispose(tf.engine().gradients(() => tf.sum(run().outputs), inputs));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('observe', () => {
  it('sees the input of every activation, in order', () => {
    const seen: unknown[] = [];
    const { kernel } = elmanParams();
    const xs = randomXs(1, 2);
    scan(elman, elmanParams(), xs, zeroState(elman, sizes, 1), {
      reverse: true,
      observe: ({ input, ...call }) => seen.push({ ...call, input: numbers(input) }),
    });
    const last = tf.reshape(tf.slice(xs, [0, 1], [1, 1]), [1, 2]);
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual({
      site: 'h',
      role: 'tanh',
      iteration: 0,
      input: numbers(tf.matMul(last, kernel)),
    });
    expect(seen[1]).toMatchObject({ site: 'h', role: 'tanh', iteration: 1 });
  });
});
