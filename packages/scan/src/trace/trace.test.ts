import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { UnsaturateError } from '@unsaturate/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Tensors } from '../cell/cell.ts';
import { interpret } from '../graph/interpret.ts';
import { UntraceableStepError } from './errors.ts';
import { expectSameGradients, expectSameValues, normals } from './testing/agreement.ts';
import * as steps from './testing/steps.ts';
import { trace, traceWithGradients } from './trace.ts';

beforeEach(async () => {
  await tf.setBackend('cpu');
  tf.engine().startScope();
});
afterEach(() => tf.engine().endScope());

const x = { x: [2] } as const;

/** The error of recording a step of one input, or of its gradient. */
function failure(step: (x: tf.Tensor) => tf.Tensor, record: typeof trace = trace): UntraceableStepError {
  try {
    record(({ x }) => ({ y: step(x) }), x);
  } catch (error) {
    if (error instanceof UntraceableStepError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
const gradientOf: typeof trace = (fn, inputs) => traceWithGradients(fn, inputs, Object.keys(inputs) as never);

describe.each(Object.entries(steps))('the step %s', (_name, { step, inputs }) => {
  it('has a graph that gives its values', () => expectSameValues(step, inputs()));

  it('has a graph that gives its gradients', () => expectSameGradients(step, inputs()));

  it('is recorded without a trace in tfjs, at top level, under a tape and inside a kernel', () => {
    const tensors = inputs();
    const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
    const record = () => traceWithGradients(step, shapes, Object.keys(shapes)).graph;
    const before = tf.memory();
    const graph = record();
    expect(tf.tidy(record as () => never)).toEqual(graph);
    const first = Object.values(tensors)[0]!;
    const custom = tf.customGrad((x) => {
      expect(record()).toEqual(graph);
      const gradFunc = (dy: tf.Tensor): tf.Tensor => {
        expect(record()).toEqual(graph);
        return tf.mul(dy, 2);
      };
      return { value: tf.square(x as tf.Tensor), gradFunc };
    });
    const gradient = tf.grad((x) => {
      expect(record()).toEqual(graph);
      return tf.sum(tf.mul(custom(x), 3));
    })(first);
    expect([...gradient.dataSync()]).toEqual(Array.from({ length: first.size }, () => 6));
    gradient.dispose();
    expect(tf.memory()).toEqual(before);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.findBackendFactory('unsaturate-recorder')).toBeNull();
  });
});

describe('outputs', () => {
  it('may be inputs, the same twice, constants and integers', () => {
    const fn = ({ a, b }: Tensors): Tensors => ({
      a: a!,
      both: b!,
      again: b!,
      sum: tf.add(a!, b!),
      ones: tf.ones([3]),
      count: tf.cast(a!, 'int32'),
    });
    expectSameGradients(fn, { a: normals(1, 2), b: normals(2, 2) });
  });

  it('have gradients of zeros in inputs without influence', () => {
    const { graph } = traceWithGradients(({ a }) => ({ y: tf.neg(a) }), { a: [2], b: [3] }, ['a', 'b']);
    const run = interpret(graph, {
      a: Float64Array.of(1, 2),
      b: new Float64Array(3),
      'd/y': Float64Array.of(3, 4),
    });
    expect(run).toEqual({
      y: Float64Array.of(-1, -2),
      'd/a': Float64Array.of(-3, -4),
      'd/b': Float64Array.of(0, 0, 0),
    });
  });

  it('have no gradients when none are asked for', () => {
    const { graph } = traceWithGradients(({ x }) => ({ y: tf.neg(x) }), x, []);
    expect(Object.keys(graph.outputs)).toEqual(['y']);
  });

  it('have the gradient of a customGrad', () => {
    const halved = tf.customGrad((x) => ({
      value: tf.exp(x as tf.Tensor),
      gradFunc: (dy) => tf.mul(dy, 0.5),
    }));
    expectSameGradients(({ x }) => ({ y: halved(x!) }), { x: normals(1, 4) });
  });
});

describe('tensors from outside', () => {
  it('become inputs, in the order in which they are used, with gradients', () => {
    const [scale, offset] = [normals(3, 4), tf.variable(normals(4, 2, 4))];
    const fn = ({ x }: Tensors): Tensors => ({
      y: tf.add(tf.mul(scale, tf.tanh(x!)), tf.mul(scale, offset)),
    });
    const { captured, graph } = traceWithGradients(fn, { x: [2, 4] }, ['x']);
    expect(captured).toEqual([scale, offset]);
    expect(graph.nodes.filter(({ op }) => op === 'input')).toHaveLength(4);
    expectSameGradients(fn, { x: normals(1, 2, 4) });
    offset.dispose();
  });

  it('are told apart when they share their data', () => {
    const flat = normals(1, 4);
    const square = tf.reshape(flat, [2, 2]);
    expectSameGradients(({ x }) => ({ y: tf.add(tf.matMul(x!, square), tf.sum(flat)) }), {
      x: normals(2, 2, 2),
    });
  });

  it('may be results, integers and booleans', () => {
    const [kept, index, mask] = [normals(1, 2), tf.tensor1d([1, 2], 'int32'), tf.tensor1d([1, 0], 'bool')];
    const fn = ({ x }: Tensors): Tensors => ({ kept, y: tf.where(mask, tf.mul(x!, index), kept) });
    expectSameGradients(fn, { x: normals(2, 2) });
  });

  it('stay on their backend', async () => {
    await tf.setBackend('wasm');
    const scale = tf.tensor1d([2, 3]);
    const { captured } = trace(({ x }) => ({ y: tf.mul(x, scale) }), x);
    expect(captured).toEqual([scale]);
    expect(tf.getBackend()).toBe('wasm');
    expect([...tf.square(scale).dataSync()]).toEqual([4, 9]);
  });
});

describe('UntraceableStepError', () => {
  const values: tf.Tensor[] = [];
  const cases: [
    string,
    UntraceableStepError['reason'],
    string,
    (x: tf.Tensor) => tf.Tensor,
    typeof trace?,
  ][] = [
    ['an unknown kernel', 'kernel', 'calls the kernel TopK', (x) => tf.topk(x).values],
    ['arguments that a kernel refuses', 'kernel', 'MatMul in a way', (x) => tf.matMul(x, x)],
    ['reading values', 'values', 'reads the values', (x) => tf.mul(x, x.dataSync()[0]!)],
    [
      'reading values later',
      'values',
      'reads the values',
      (x) => {
        x.data().then(() => values.push(x), console.error);
        return x;
      },
    ],
    ['a new variable', 'variable', 'makes or assigns', (x) => tf.variable(tf.neg(x))],
    ['strings', 'dtype', 'of type string', (x) => tf.concat([tf.tensor1d(['a']), x])],
    ['foreign strings', 'dtype', 'of type string', () => tf.clone(strings)],
    ['no gradient', 'gradient', 'Greater', (x) => tf.where(tf.greater(x, 0), x, tf.neg(x)), gradientOf],
    ['a kernel of a gradient', 'kernel', 'GatherV2', (x) => tf.gather(x, [0, 1]), gradientOf],
    ['random numbers', 'impure', 'something else', (x) => tf.mul(x, tf.randomNormal([2]))],
    ['dropout', 'impure', 'something else', (x) => tf.dropout(x, 0.5), gradientOf],
    ['a counter', 'impure', 'something else', (x) => tf.mul(x, count++)],
    ['recording in a step', 'nested', 'records another', (x) => (trace(({ x }) => ({ x }), { x: [1] }), x)],
  ];
  let count = 0;
  let strings: tf.Tensor;

  it.each(cases)(
    'is thrown for %s; backend and tensors are as before',
    (_name, reason, problem, step, record) => {
      strings = tf.tensor1d(['a', 'b']);
      const before = tf.memory();
      const error = failure(step, record);
      expect(error).toBeInstanceOf(UnsaturateError);
      expect(error.reason).toBe(reason);
      expect(error.message).toMatch(
        new RegExp(`^trace: the step .*${problem}.*, so it cannot be recorded\\. .+\\.$`),
      );
      expect(tf.memory()).toEqual(before);
      expect(tf.getBackend()).toBe('cpu');
    },
  );

  it('is thrown in debug mode', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    tf.env().set('DEBUG', true);
    try {
      expect(failure(tf.neg).reason).toBe('debug');
    } finally {
      tf.env().set('DEBUG', false);
      warn.mockRestore();
    }
  });

  it('is not what a step throws itself', () => {
    const before = tf.memory();
    const broken = ({ x }: Tensors): Tensors => {
      tf.add(tf.square(x!), tf.ones([3]));
      throw new RangeError('mine');
    };
    const mistaken = ({ x }: Tensors): Tensors => ({ y: tf.transpose(tf.square(x!), [0, 1]) });
    expect(() => traceWithGradients(broken, { x: [3] }, ['x'])).toThrow(new RangeError('mine'));
    expect(() => trace(mistaken, x)).toThrow(/^Error in transpose/);
    expect(tf.memory()).toEqual(before);
  });
});
