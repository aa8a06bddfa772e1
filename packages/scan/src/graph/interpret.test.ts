import * as tf from '@tensorflow/tfjs';
import { InvalidArgumentError } from '@unsaturate/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GraphBuilder, graphBuilder } from './build.ts';
import type { BinaryFunction, NodeId, Reduction, UnaryFunction } from './graph.ts';
import { evaluate, interpret } from './interpret.ts';

const x = [-2, -0.75, 0, 0.5, 1, 3];
const y = [0.5, -0.75, 2, 0, 1, -1];

/** The value of one node over the inputs x and y, both [2, 3]. */
function valueOf(make: (b: GraphBuilder, x: NodeId, y: NodeId) => NodeId): number[] {
  const b = graphBuilder();
  const z = make(b, b.input('x', [2, 3]), b.input('y', [2, 3]));
  return [...interpret(b.finish({ z }), { x: Float64Array.from(x), y: Float64Array.from(y) }).z!];
}

/** The same by TensorFlow.js. */
function valueByTfjs(make: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor): number[] {
  return tf.tidy(() => [...make(tf.tensor(x, [2, 3]), tf.tensor(y, [2, 3])).dataSync()]);
}

function expectClose(actual: number[], expected: number[]): void {
  const far = actual.filter((each, e) => !Object.is(each, expected[e]) && !isClose(each, expected[e]!));
  expect(far).toEqual([]);
  expect(actual).toHaveLength(expected.length);
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
}

const unary: Record<UnaryFunction, (x: tf.Tensor) => tf.Tensor> = {
  neg: tf.neg,
  abs: tf.abs,
  sign: tf.sign,
  floor: tf.floor,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  exp: tf.exp,
  log: tf.log,
  log1p: tf.log1p,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  step: tf.step,
  not: (x) => tf.logicalNot(tf.cast(x, 'bool')),
  sin: tf.sin,
  cos: tf.cos,
};

const bool = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'bool');
const binary: Record<BinaryFunction, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  min: tf.minimum,
  max: tf.maximum,
  pow: tf.pow,
  equal: tf.equal,
  notEqual: tf.notEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  and: (a, b) => tf.logicalAnd(bool(a), bool(b)),
  or: (a, b) => tf.logicalOr(bool(a), bool(b)),
};

const reduction: Record<Reduction, (x: tf.Tensor, axes: number[]) => tf.Tensor> = {
  sum: (x, axes) => tf.sum(x, axes),
  max: (x, axes) => tf.max(x, axes),
  min: (x, axes) => tf.min(x, axes),
  prod: (x, axes) => tf.prod(x, axes),
};

describe('interpret agrees with TensorFlow.js on', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each(Object.keys(unary) as UnaryFunction[])('%s', (fn) => {
    expectClose(
      valueOf((b, x) => b.unary(fn, x)),
      valueByTfjs((x) => unary[fn](x)),
    );
  });

  it.each(Object.keys(binary) as BinaryFunction[])('%s', (fn) => {
    expectClose(
      valueOf((b, x, y) => b.binary(fn, x, y)),
      valueByTfjs((x, y) => binary[fn](x, y)),
    );
  });

  it.each(Object.keys(reduction) as Reduction[])('%s over every choice of axes', (fn) => {
    for (const axes of [[0], [1], [2], [0, 1], [0, 2], [0, 1, 2]]) {
      expectClose(
        valueOf((b, x, y) => b.reduce(fn, b.reshape(b.concat([x, y], 1), [2, 2, 3]), axes)),
        valueByTfjs((x, y) => reduction[fn](tf.reshape(tf.concat([x, y], 1), [2, 2, 3]), axes)),
      );
    }
  });

  it.each([
    [false, false, [2, 2, 3], [2, 3, 2]],
    [true, false, [2, 3, 2], [2, 3, 2]],
    [false, true, [2, 2, 3], [2, 2, 3]],
    [true, true, [2, 3, 2], [2, 2, 3]],
  ])('matmul, transposed %s and %s', (transposeA, transposeB, a, c) => {
    expectClose(
      valueOf((b, x, y) =>
        b.matmul(b.reshape(b.concat([x, y], 0), a), b.reshape(b.concat([y, x], 1), c), {
          transposeA,
          transposeB,
        }),
      ),
      valueByTfjs((x, y) =>
        tf.matMul(
          tf.reshape(tf.concat([x, y], 0), a),
          tf.reshape(tf.concat([y, x], 1), c),
          transposeA,
          transposeB,
        ),
      ),
    );
  });

  it('select, transpose, broadcast, slice and concat', () => {
    expectClose(
      valueOf((b, x, y) => b.select(b.binary('less', x, y), x, y)),
      valueByTfjs((x, y) => tf.where(tf.less(x, y), x, y)),
    );
    expectClose(
      valueOf((b, x, y) => b.transpose(b.reshape(b.concat([x, y], 0), [2, 2, 3]), [2, 0, 1])),
      valueByTfjs((x, y) => tf.transpose(tf.reshape(tf.concat([x, y], 0), [2, 2, 3]), [2, 0, 1])),
    );
    expectClose(
      valueOf((b, x) => b.broadcast(b.reshape(x, [2, 1, 3, 1]), [2, 2, 3, 2])),
      valueByTfjs((x) => tf.tile(tf.reshape(x, [2, 1, 3, 1]), [1, 2, 1, 2])),
    );
    expectClose(
      valueOf((b, x) => b.slice(x, [1, 2], [2, 2], [-1, -2])),
      valueByTfjs((x) => tf.stridedSlice(tf.reverse(x), [0, 0], [2, 3], [1, 2])),
    );
    expectClose(
      valueOf((b, x, y) => b.concat([x, b.slice(y, [0, 1], [2, 2]), x], 1)),
      valueByTfjs((x, y) => tf.concat([x, tf.slice(y, [0, 1], [2, 2]), x], 1)),
    );
  });
});

describe('interpret', () => {
  it('has float32 constants and float64 arithmetic', () => {
    const b = graphBuilder();
    const tenth = b.fill(0.1, []);
    const graph = b.finish({ tenth, third: b.binary('div', b.constant([1], []), b.constant([3], [])) });
    expect(interpret(graph, {})).toEqual({
      tenth: Float64Array.of(Math.fround(0.1)),
      third: Float64Array.of(1 / 3),
    });
    expect(evaluate(graph, {}, Math.fround).at(-1)).toEqual(Float64Array.of(Math.fround(1 / 3)));
  });

  it('knows what reductions over nothing and NaN give', () => {
    const b = graphBuilder();
    const none = b.fill(5, [2, 0]);
    const nan = b.fill(Number.NaN, []);
    const graph = b.finish({
      sum: b.reduce('sum', none, [1]),
      max: b.reduce('max', none, [1]),
      step: b.unary('step', nan),
      chosen: b.select(nan, b.fill(1, []), b.fill(2, [])),
    });
    expect(interpret(graph, {})).toEqual({
      sum: Float64Array.of(0, 0),
      max: Float64Array.of(-Infinity, -Infinity),
      step: Float64Array.of(0),
      chosen: Float64Array.of(1),
    });
  });

  it('names an input that is missing or has the wrong length', () => {
    const b = graphBuilder();
    const graph = b.finish({ y: b.input('x', [2, 3]) });
    const rule = 'interpret: inputs.x must be a Float64Array of the 6 elements of [2, 3], got';
    expect(() => interpret(graph, {})).toThrow(`${rule} undefined.`);
    expect(() => interpret(graph, { x: new Float64Array(5) })).toThrow(`${rule} Float64Array of 5 elements.`);
    expect(() => interpret(graph, {})).toThrow(InvalidArgumentError);
  });
});
