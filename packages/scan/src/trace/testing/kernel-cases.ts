import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../cell/cell.ts';
import { normals } from './agreement.ts';

/** What is called, and with which tensors. */
export interface KernelCase {
  readonly fn: (inputs: Tensors) => tf.Tensor | tf.Tensor[];
  readonly inputs: () => Tensors;
}

/** A case of a function of one tensor. */
const of =
  (...shape: number[]) =>
  (fn: (x: tf.Tensor) => tf.Tensor | tf.Tensor[]): KernelCase => ({
    fn: ({ x }) => fn(x!),
    inputs: () => ({ x: normals(1, ...shape) }),
  });

/** A case of a function of one tensor of positive numbers. */
const positive =
  (...shape: number[]) =>
  (fn: (x: tf.Tensor) => tf.Tensor): KernelCase => ({
    fn: ({ x }) => fn(x!),
    inputs: () => ({ x: tf.add(tf.abs(normals(1, ...shape)), 0.25) }),
  });

/** A case of a function of two tensors. */
const both =
  (a: number[], b: number[]) =>
  (fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor | tf.Tensor[]): KernelCase => ({
    fn: ({ a, b }) => fn(a!, b!),
    inputs: () => ({ a: normals(1, ...a), b: normals(2, ...b) }),
  });

/** Of positive numbers. */
const bothPositive = (
  a: number[],
  b: number[],
  fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): KernelCase => ({
  fn: ({ a, b }) => fn(a!, b!),
  inputs: () => ({ a: tf.add(tf.abs(normals(1, ...a)), 0.25), b: normals(2, ...b) }),
});

const { fill } = tf;
const vector = of(7);
const matrix = of(3, 4);
const cube = of(2, 3, 4);
const broadcast = both([2, 1, 4], [3, 1]);

/** Calls that tfjs can differentiate. */
export const differentiable: Record<string, KernelCase> = {
  abs: vector(tf.abs),
  ceil: vector((x) => tf.add(x, tf.ceil(x))),
  clipByValue: vector((x) => tf.clipByValue(x, -0.5, 0.75)),
  cos: vector(tf.cos),
  elu: vector(tf.elu),
  erf: vector(tf.erf),
  exp: vector(tf.exp),
  expm1: vector(tf.expm1),
  floor: vector((x) => tf.sub(x, tf.floor(x))),
  leakyRelu: vector((x) => tf.leakyRelu(x, 0.1)),
  log: positive(7)(tf.log),
  log1p: positive(7)(tf.log1p),
  neg: vector(tf.neg),
  prelu: both([3, 4], [4])((a, b) => tf.prelu(a, b)),
  reciprocal: positive(7)(tf.reciprocal),
  relu: vector(tf.relu),
  relu6: vector((x) => tf.relu6(tf.mul(x, 5))),
  rsqrt: positive(7)(tf.rsqrt),
  selu: vector(tf.selu),
  sigmoid: vector(tf.sigmoid),
  sign: vector((x) => tf.mul(x, tf.sign(x))),
  sin: vector(tf.sin),
  softplus: vector(tf.softplus),
  sqrt: positive(7)(tf.sqrt),
  square: vector(tf.square),
  step: vector((x) => tf.mul(x, tf.step(x))),
  'step with alpha': vector((x) => tf.mul(x, tf.step(x, -1))),
  tanh: vector(tf.tanh),

  add: broadcast(tf.add),
  'add of scalars': both([], [2, 2])(tf.add),
  addN: both([2, 3], [2, 3])((a, b) => tf.addN([a, b, a])),
  div: broadcast((a, b) => tf.div(a, tf.add(tf.square(b), 1))),
  maximum: both([3, 4], [3, 4])(tf.maximum),
  minimum: both([3, 4], [3, 4])(tf.minimum),
  mul: broadcast(tf.mul),
  pow: bothPositive([2, 3], [3], tf.pow),
  'pow with an integer': vector((x) => tf.pow(x, tf.scalar(2, 'int32'))),
  squaredDifference: both([3, 4], [3, 4])(tf.squaredDifference),
  sub: broadcast(tf.sub),
  'where of a given condition': both(
    [2, 3],
    [2, 3],
  )((a, b) =>
    tf.where(
      tf.tensor2d(
        [
          [1, 0, 1],
          [0, 0, 1],
        ],
        [2, 3],
        'bool',
      ),
      a,
      b,
    ),
  ),
  'where that broadcasts': both(
    [2, 3],
    [3],
  )((a, b) => tf.where(tf.tensor2d([[1], [0]], [2, 1], 'bool'), a, b)),
  cast: vector((x) => tf.mul(x, tf.cast(tf.cast(x, 'int32'), 'float32'))),

  sum: cube((x) => tf.sum(x)),
  'sum along axes': cube((x) => tf.sum(x, [2, 0])),
  'sum that keeps axes': cube((x) => tf.sum(x, -1, true)),
  mean: cube((x) => tf.mean(x, 1)),
  'mean of all': cube((x) => tf.mean(x)),
  max: cube((x) => tf.max(x, [1])),
  'max that keeps axes': cube((x) => tf.max(x, 2, true)),
  min: cube((x) => tf.min(x, 0)),
  prod: matrix((x) => tf.prod(x, 1)),
  softmax: matrix((x) => tf.softmax(x)),
  logSoftmax: matrix((x) => tf.logSoftmax(x)),
  logSumExp: matrix((x) => tf.logSumExp(x, 1)),
  norm: matrix((x) => tf.norm(x, 2, 1)),
  cumsum: matrix((x) => tf.cumsum(x, 1)),
  'cumsum in reverse, exclusive': matrix((x) => tf.cumsum(x, 1, true, true)),

  concat: both([2, 3], [2, 2])((a, b) => tf.concat([a, b, a], -1)),
  expandDims: matrix((x) => tf.expandDims(x, -1)),
  onesLike: vector((x) => tf.mul(x, tf.onesLike(x))),
  pad: matrix((x) =>
    tf.pad(
      x,
      [
        [1, 0],
        [2, 3],
      ],
      0.5,
    ),
  ),
  reshape: matrix((x) => tf.reshape(x, [2, -1])),
  reverse: cube((x) => tf.reverse(x, [0, -1])),
  slice: cube((x) => tf.slice(x, [0, 1, 2], [2, -1, 1])),
  'slice of some axes': cube((x) => tf.slice(x, 1)),
  split: matrix((x) => tf.split(x, 2, -1)),
  'split by sizes': matrix((x) => tf.split(x, [1, -1], 1)),
  squeeze: of(2, 1, 3)((x) => tf.squeeze(x)),
  stack: both([2, 3], [2, 3])((a, b) => tf.stack([a, b], 1)),
  'stack along the last axis': both([2, 3], [2, 3])((a, b) => tf.stack([a, b], 2)),
  tile: matrix((x) => tf.tile(x, [2, 3])),
  transpose: cube((x) => tf.transpose(x, [2, 0, 1])),
  unstack: cube((x) => tf.unstack(x, -2)),
  'unstack of which one is used': cube((x) => tf.unstack(x, 1)[1]!),
  broadcastTo: of(2, 1)((x) => tf.broadcastTo(x, [3, 2, 4])),
  identity: vector(tf.clone),

  matMul: both([2, 3], [3, 4])((a, b) => tf.matMul(a, b)),
  'matMul transposed': both([3, 2], [4, 3])((a, b) => tf.matMul(a, b, true, true)),
  'matMul in batches': both([5, 2, 3], [5, 3, 4])((a, b) => tf.matMul(a, b)),
  'matMul in transposed batches': both([5, 3, 2], [5, 4, 3])((a, b) => tf.matMul(a, b, true, true)),
  'fused matMul': both([2, 3], [3, 4])((a, b) => tf.fused.matMul({ a, b, bias: tf.tensor1d([1, 2, 3, 4]) })),
  'fused matMul with relu': both([2, 3], [3, 4])((a, b) => tf.fused.matMul({ a, b, activation: 'relu' })),
  outerProduct: both([3], [4])((a, b) => tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D)),
  dot: both([4], [4])((a, b) => tf.dot(a, b)),
};

/** Calls that it cannot, or gives a wrong gradient for. */
export const forwardOnly: Record<string, KernelCase> = {
  all: matrix((x) => tf.all(tf.greater(x, -0.5), 1)),
  any: matrix((x) => tf.any(tf.greater(x, 0.5), 1)),
  cumprod: matrix((x) => tf.cumprod(x, 0)),
  'cumprod in reverse, exclusive': matrix((x) => tf.cumprod(x, 1, true, true)),
  cumsum: cube((x) => tf.cumsum(x, 0)),
  divNoNan: vector((x) => tf.divNoNan(x, tf.tensor1d([1, 0, 2, 0, 3, 4, 5]))),
  equal: vector((x) => tf.equal(x, tf.relu(x))),
  fill: vector((x) => tf.mul(x, fill([7], 2.5))),
  floorDiv: vector((x) => tf.floorDiv(tf.mul(x, 10), tf.scalar(3))),
  fusedMatMul: both(
    [2, 3],
    [3, 4],
  )((a, b) =>
    (['relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'linear'] as const).map((activation) =>
      tf.fused.matMul({ a, b, activation, leakyreluAlpha: 0.3, bias: tf.tensor1d([1, -2, 3, -4]) }),
    ),
  ),
  'fused matMul with prelu': both(
    [2, 3],
    [3, 4],
  )((a, b) =>
    tf.fused.matMul({ a, b, activation: 'prelu', preluActivationWeights: tf.tensor1d([1, -2, 3, -4]) }),
  ),
  greater: broadcast(tf.greater),
  greaterEqual: broadcast(tf.greaterEqual),
  isFinite: vector((x) => tf.isFinite(tf.log(x))),
  isInf: vector((x) => tf.isInf(tf.log(tf.relu(x)))),
  isNaN: vector((x) => tf.isNaN(tf.log(x))),
  less: broadcast(tf.less),
  'maximum and minimum that broadcast': broadcast((a, b) => [tf.maximum(a, b), tf.minimum(a, b)]),
  lessEqual: broadcast(tf.lessEqual),
  logicalAnd: broadcast((a, b) => tf.logicalAnd(tf.greater(a, 0), tf.greater(b, 0))),
  logicalNot: vector((x) => tf.logicalNot(tf.greater(x, 0))),
  logicalOr: broadcast((a, b) => tf.logicalOr(tf.greater(a, 0), tf.greater(b, 0))),
  logicalXor: broadcast((a, b) => tf.logicalXor(tf.greater(a, 0), tf.greater(b, 0))),
  'matMul with one batch broadcast': both([5, 2, 3], [1, 3, 4])((a, b) => tf.matMul(a, b)),
  notEqual: vector((x) => tf.notEqual(x, tf.relu(x))),
  oneHot: vector((x) => tf.oneHot(tf.cast(tf.abs(x), 'int32'), 3, 2, -1)),
  'prod of all': matrix((x) => tf.prod(x)),
  range: vector((x) => tf.mul(x, tf.range(0, 7))),
  'range that goes down': vector((x) => tf.mul(x, tf.range(7, 0, -1, 'int32'))),
  stridedSlice: of(5, 6)((x) => tf.stridedSlice(x, [0, 4], [5, 0], [2, -2])),
  'stridedSlice with masks': of(5, 6, 2)((x) => tf.stridedSlice(x, [1, 2], [3, 4], [1, 1], 1, 2, 0, 0, 0)),
  'stridedSlice that drops an axis': of(
    5,
    6,
  )((x) => tf.stridedSlice(x, [1, 2], [2, 5], [1, 1], 0, 0, 0, 0, 1)),
  'where of a condition that depends on x': vector((x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x))),
};
