import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { type ElementwiseFunction, fusedKernelsVersion, registerFusedKernels } from '@unsaturate/tfjs';
import { elementwise } from '@unsaturate/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../target/engine.ts';
import { randomTensor } from '../../../scan/src/testing/scan-case.ts';
import { createElementwiseKernel } from './elementwise.ts';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Functions that are elementwise, in many ways. */
const functions: Record<string, ElementwiseFunction> = {
  'moments and their quotient': ({ x, y, z }, { a, b }) => {
    const m = tf.add(tf.mul(y!, 0.9), tf.mul(x!, 0.1));
    const v = tf.add(tf.mul(tf.square(z!), 0.99), tf.mul(tf.square(x!), 0.01));
    return { m, v, x: tf.sub(x!, tf.mul(tf.div(tf.div(m, b!), tf.sqrt(tf.add(v, 1e-3))), a!)) };
  },
  'conditions and what is computed of scalars alone': ({ x, y }, { a, b }) => ({
    x: tf.where(tf.greater(x!, y!), tf.mul(x!, tf.exp(tf.sub(a!, b!))), tf.clipByValue(y!, -0.5, 0.5)),
  }),
  'an input as it is, and two names for one result': ({ x, y }, { a }) => {
    const sum = tf.add(tf.mul(x!, a!), y!);
    return { x: x!, sum, other: sum };
  },
  'an axis added and removed again': ({ x, z }, { b }) => ({
    x: tf.squeeze(tf.maximum(tf.expandDims(x!, 0), tf.mul(tf.expandDims(z!, 0), b!)), [0]),
  }),
  'one value for all': ({ x }) => ({ x: tf.add(tf.zerosLike(x!), 3), y: tf.neg(x!) }),
};

let surrounding: tf.Tensor;

/** Functions that must run as they are written. */
const others: Record<string, ElementwiseFunction> = {
  'a sum over elements': ({ x }) => ({ x: tf.div(x!, tf.norm(x!)) }),
  'an order of elements': ({ x }) => ({ x: tf.add(x!, tf.reverse(x!, 0)) }),
  'values by place': ({ x }) => ({ x: tf.mul(x!, tf.reshape(tf.range(0, x!.size), x!.shape)) }),
  'another shape': ({ x }) => ({ x: tf.reshape(x!, [-1]) }),
  'another type': ({ x }) => ({ x: tf.greater(x!, 0) }),
  'a tensor of its surroundings': ({ x }) => ({ x: tf.mul(x!, surrounding) }),
  values: ({ x }) => ({ x: tf.mul(x!, x!.dataSync()[0]!) }),
};

describe.each(['cpu', 'wasm'])('elementwise on the backend %s', (backend) => {
  const engine = createEngine();
  const kernel = createElementwiseKernel(() => engine);

  beforeAll(async () => {
    await tf.setBackend(backend);
    surrounding = tf.scalar(2);
    registerFusedKernels(backend, { version: fusedKernelsVersion, elementwise: kernel });
    return () => {
      surrounding.dispose();
      registerFusedKernels(backend, { version: fusedKernelsVersion });
    };
  });
  const inputsOf = (shape: number[], seed: number): Tensors =>
    Object.fromEntries(['x', 'y', 'z'].map((name, i) => [name, randomTensor(shape, seed + i)]));
  const scalarsOf = (scalars: Readonly<Record<string, number>>): Record<string, tf.Scalar> =>
    Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, tf.scalar(value)]));

  /** The largest difference to the function itself, relative to the largest value. */
  const expectAlike = (fn: ElementwiseFunction, shape: number[], a: number): void => {
    const before = [tf.memory().numTensors, engine.heap.used];
    tf.tidy(() => {
      const inputs = inputsOf(shape, 3);
      const ours = kernel(fn, inputs, { a, b: 0.7 });
      const theirs = fn(inputs, scalarsOf({ a, b: 0.7 }));
      expect(Object.keys(ours!).toSorted()).toEqual(Object.keys(theirs).toSorted());
      for (const [name, expected] of Object.entries(theirs)) {
        expect(ours![name]!.shape).toEqual(shape);
        expect(Object.values(inputs)).not.toContain(ours![name]);
        const difference = tf.max(tf.abs(tf.sub(expected, ours![name]!))).dataSync()[0]!;
        expect(difference).toBeLessThan(1e-5 * Math.max(1, tf.max(tf.abs(expected)).dataSync()[0]!));
      }
    });
    expect([tf.memory().numTensors, engine.heap.used]).toEqual(before);
  };

  it.each(Object.keys(functions))('computes %s for any shape, and scalars that change', (name) => {
    const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.double({ min: -2, max: 2, noNaN: true }), (shape, a) => {
        if (tf.util.sizeFromShape(shape) > 1) expectAlike(functions[name]!, shape, a);
      }),
      { seed: 4, numRuns: 15 },
    );
  });

  it.each([2, 63, 64, 65, 32767, 32768, 32769, 65535, 65536, 65537, 100_000])(
    'computes %d elements',
    (size) => {
      const [first, second] = Object.values(functions) as [ElementwiseFunction, ElementwiseFunction];
      expectAlike(first, [size], 0.1);
      expectAlike(second, [1, size], 0.1);
    },
  );

  it('leaves one element and none to the ops', () => {
    const [fn] = Object.values(functions) as [ElementwiseFunction];
    tf.tidy(() => {
      for (const shape of [[], [1], [0, 3]]) {
        expect(kernel(fn, inputsOf(shape, 1), { a: 1, b: 1 })).toBeNull();
        expect(elementwise(fn, inputsOf(shape, 1), { a: 1, b: 1 })['m']!.shape).toEqual(shape);
      }
    });
  });

  it.each(Object.keys(others))('leaves %s to the ops', (name) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const inputs = inputsOf([2, 3], 1);
      expect(kernel(others[name]!, inputs, {})).toBeNull();
      const result = elementwise(others[name]!, inputs, {})['x']!;
      expect([...result.dataSync()]).toEqual([...others[name]!(inputs, {})['x']!.dataSync()]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes on what a function throws, and debug mode to the ops', () => {
    tf.tidy(() => {
      const inputs = inputsOf([2], 1);
      const failing = (): never => {
        throw new Error('no');
      };
      expect(() => kernel(failing, inputs, {})).toThrow('no');
      const [fn] = Object.values(functions) as [ElementwiseFunction];
      tf.env().set('DEBUG', true);
      try {
        expect(kernel(fn, inputs, { a: 1, b: 1 })).toBeNull();
      } finally {
        tf.env().set('DEBUG', false);
      }
      expect(kernel(fn, inputs, { a: 1, b: 1 })).not.toBeNull();
    });
  });

  it('records a function for each shape, as it may look at it', () => {
    tf.tidy(() => {
      const fn: ElementwiseFunction = ({ x }) => ({ x: tf.div(x!, x!.rank * x!.size) });
      for (const shape of [[8], [2, 4], [4, 2], [80]]) expectAlike(fn, shape, 0);
    });
  });
});
