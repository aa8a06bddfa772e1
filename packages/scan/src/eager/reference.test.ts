import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fillNormals, type Variant } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attentive, type AttentiveInputs, referenceScan, type ReferenceRun } from '../testing/attentive.ts';
import { scan, type ScanResult } from '../scan.ts';

const size = fc.integer({ min: 1, max: 3 });
const variant = fc.constantFrom<Variant>('none', 'NAN', 'NAH', 'NANI', 'NANIL');
const activation = fc.record({
  variant,
  alpha: fc.constantFrom(0.9, 1, 1.1),
  c: fc.constantFrom(0.25, 0.5),
});
const runs = fc
  .record({
    batch: size,
    time: fc.integer({ min: 1, max: 4 }),
    inputSize: size,
    units: size,
    slots: size,
    sigmoid: activation,
    tanh: activation,
    training: fc.boolean(),
    reverse: fc.boolean(),
    masked: fc.boolean(),
    key: fc.constantFrom([1, 2] as const, [0xffffffff, 3] as const),
    base: fc.nat({ max: 100 }),
  })
  .chain(({ masked, ...run }) => {
    const length = run.batch * run.time;
    const bits = fc.array(fc.constantFrom(0, 1), { minLength: length, maxLength: length });
    return fc.record({ run: fc.constant(run), mask: masked ? bits : fc.constant(undefined) });
  })
  .map(({ run, mask }): ReferenceRun => ({ ...run, mask }));

describe('scan', () => {
  it('is the recurrence written out in float64, and its gradients are central differences of it', () => {
    fc.assert(fc.property(runs, check), { seed: 1, numRuns: 80 });
    expect.hasAssertions();
  });
});

function check(run: ReferenceRun): void {
  const inputs = randomInputs(run);
  const names = Object.keys(inputs) as (keyof AttentiveInputs)[];
  const { outputs, h, grads, next } = scanWithGradients(inputs, run);
  const expected = referenceScan(inputs, run);
  expect(largestError(outputs, expected.outputs)).toBeLessThan(2e-5);
  expect(largestError(h, expected.h)).toBeLessThan(2e-5);
  const slopes = names.map((name) => centralDifferences(inputs, name, run));
  const wrong = names.filter((_, i) => !(largestError(grads[i]!, slopes[i]!) < 1e-4));
  expect(wrong).toEqual([]);
  const noisy = run.training && [run.sigmoid, run.tanh].some(({ variant }) => variant !== 'none');
  expect(next).toBe(run.base + (noisy ? 2 * run.time : 0));
}

function random(stream: number, n: number, scale: number): number[] {
  return Array.from(fillNormals([9, 9], stream, new Float32Array(n)), (each) => Math.fround(scale * each));
}

function randomInputs({ batch, time, inputSize, units, slots }: ReferenceRun): AttentiveInputs {
  return {
    kernel: random(0, inputSize * units, 1.5),
    recurrentKernel: random(1, units * units, 1),
    contextKernel: random(2, units * units, 1.5),
    p: random(3, 2 * units, 1),
    xs: random(4, batch * time * inputSize, 1),
    h: random(5, batch * units, 0.5),
    memory: random(6, batch * slots * units, 1),
  };
}

/** Weights of the loss, `sum(weights * [outputs, h])`. */
function weights(n: number): Float32Array {
  return fillNormals([8, 8], 0, new Float32Array(n));
}

function scanWithGradients(inputs: AttentiveInputs, run: ReferenceRun) {
  const { batch, time, inputSize, units, slots, training, reverse } = run;
  const shapes = {
    ...attentive.params({ inputSize, units }),
    xs: [batch, time, inputSize],
    h: [batch, units],
    memory: [batch, slots, units],
  };
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => {
    const names = Object.keys(inputs) as (keyof AttentiveInputs)[];
    const tensors = names.map((name) => tf.tensor(inputs[name], [...shapes[name]]));
    const { xs, h, memory, ...params } = Object.fromEntries(
      names.map((name, i) => [name, tensors[i]!]),
    ) as Record<keyof AttentiveInputs, tf.Tensor>;
    let next = 0;
    const forward = (): ScanResult<'h'> => {
      const noise = createNoiseStream(run.key, run.base);
      const result = scan(
        attentive,
        params,
        xs,
        { h },
        {
          constants: { memory },
          activations: { sigmoid: run.sigmoid, tanh: run.tanh },
          ...(run.mask && { mask: tf.tensor2d([...run.mask], [batch, time]) }),
          training,
          reverse,
          noise,
        },
      );
      next = noise.next;
      return result;
    };
    const loss = (): tf.Tensor => {
      const { outputs, state } = forward();
      const flat = tf.concat([tf.reshape(outputs, [-1]), tf.reshape(state.h, [-1])]);
      return tf.sum(tf.mul(flat, tf.tensor1d(weights(flat.size))));
    };
    const { grads } = tf.engine().gradients(loss, tensors, undefined, true);
    const { outputs, state } = forward();
    return {
      outputs: [...outputs.dataSync()],
      h: [...state.h.dataSync()],
      grads: names.map((name, i) => [...(grads[i]?.dataSync() ?? inputs[name].map(() => 0))]),
      next,
    };
  });
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

function centralDifferences(
  inputs: AttentiveInputs,
  name: keyof AttentiveInputs,
  run: ReferenceRun,
): number[] {
  const step = 1e-5;
  const loss = (at: number, shift: number): number => {
    const moved = inputs[name].with(at, inputs[name][at]! + shift);
    const { outputs, h } = referenceScan({ ...inputs, [name]: moved }, run);
    const flat = [...outputs, ...h];
    const each = weights(flat.length);
    return flat.reduce((total, value, i) => total + value * each[i]!, 0);
  };
  return inputs[name].map((_, at) => (loss(at, step) - loss(at, -step)) / (2 * step));
}

/** Relative to the largest expected value where that is above 1. */
function largestError(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((each, i) => Math.abs(actual[i]! - each))) / scale;
}
