import * as tf from '@tensorflow/tfjs-core';
import { graphBuilder } from '../graph/build.ts';
import type { BinaryFunction, Graph, NodeId, Reduction, UnaryFunction } from '../graph/graph.ts';
import { sameNumbers, type Shape } from '../graph/shape.ts';

/** A node, or a number for all elements as `value`. */
export type Operand = NodeId | { readonly value: number };

/**
 * Writes a graph node by node, broadcasting shapes as tfjs does. Where there is nothing to do, a function gives the
 * node it was given.
 */
export interface GraphWriter {
  shapeOf(x: NodeId): Shape;
  input(name: string, shape: Shape): NodeId;
  fill(value: number, shape: Shape): NodeId;
  /** A `fill` node if all values are the same. */
  constant(values: ArrayLike<number>, shape: Shape): NodeId;
  unary(fn: UnaryFunction, x: NodeId): NodeId;
  /** Arguments are broadcast to one shape. */
  binary(fn: BinaryFunction, a: Operand, b: Operand): NodeId;
  /** Arguments are broadcast to one shape. */
  select(condition: NodeId, then: Operand, otherwise: Operand): NodeId;
  /** Leading axes are broadcast to one shape. */
  matmul(a: NodeId, b: NodeId, transposeA: boolean, transposeB: boolean): NodeId;
  /** Axes are from 0, in any order. */
  reduce(fn: Reduction, x: NodeId, axes: readonly number[], keepDims: boolean): NodeId;
  reshape(x: NodeId, shape: Shape): NodeId;
  /** Missing leading axes are added. */
  broadcast(x: NodeId, shape: Shape): NodeId;
  transpose(x: NodeId, perm: readonly number[]): NodeId;
  /** Strides are 1 when left out. */
  slice(x: NodeId, begin: readonly number[], shape: Shape, strides?: readonly number[]): NodeId;
  /** Empty parts are left out, whatever their shape. */
  concat(parts: readonly NodeId[], axis: number): NodeId;
  /** The graph of all nodes written so far. */
  finish(outputs: Readonly<Record<string, NodeId>>): Graph;
}

/** A writer of an empty graph. */
export function createGraphWriter(): GraphWriter {
  const builder = graphBuilder();
  const shapeOf = (x: NodeId): Shape => builder.node(x).shape;
  const isShape = (x: NodeId, shape: Shape): boolean => sameNumbers(shapeOf(x), shape);
  const shapeOfOperand = (x: Operand): Shape => (typeof x === 'number' ? shapeOf(x) : []);
  const expand = (x: Operand, shape: Shape): NodeId =>
    typeof x === 'number' ? g.broadcast(x, shape) : g.fill(x.value, shape);

  const g: GraphWriter = {
    shapeOf,
    input: builder.input,
    fill: builder.fill,
    unary: builder.unary,
    finish: builder.finish,
    constant(values, shape) {
      const floats = Float32Array.from(values);
      const first = floats[0] ?? 0;
      if (floats.every((value) => Object.is(value, first))) return g.fill(first, shape);
      return builder.constant(floats, shape);
    },
    binary(fn, a, b) {
      const shape = broadcastShape(shapeOfOperand(a), shapeOfOperand(b));
      return builder.binary(fn, expand(a, shape), expand(b, shape));
    },
    select(condition, then, otherwise) {
      const values = broadcastShape(shapeOfOperand(then), shapeOfOperand(otherwise));
      const shape = broadcastShape(shapeOf(condition), values);
      return builder.select(g.broadcast(condition, shape), expand(then, shape), expand(otherwise, shape));
    },
    matmul(a, b, transposeA, transposeB) {
      const [shapeA, shapeB] = [shapeOf(a), shapeOf(b)];
      const batch = broadcastShape(shapeA.slice(0, -2), shapeB.slice(0, -2));
      const factors = [
        g.broadcast(a, [...batch, ...shapeA.slice(-2)]),
        g.broadcast(b, [...batch, ...shapeB.slice(-2)]),
      ] as const;
      return builder.matmul(...factors, { transposeA, transposeB });
    },
    reduce(fn, x, axes, keepDims) {
      if (axes.length === 0) return x;
      const kept = shapeOf(x).map((size, axis) => (axes.includes(axis) ? 1 : size));
      const reduced = builder.reduce(
        fn,
        x,
        axes.toSorted((a, b) => a - b),
      );
      return keepDims ? g.reshape(reduced, kept) : reduced;
    },
    reshape(x, shape) {
      if (isShape(x, shape)) return x;
      const node = builder.node(x);
      return node.op === 'fill' ? g.fill(node.value, shape) : builder.reshape(x, shape);
    },
    broadcast(x, shape) {
      if (isShape(x, shape)) return x;
      const node = builder.node(x);
      if (node.op === 'fill') return g.fill(node.value, shape);
      const aligned = g.reshape(x, [...ones(shape.length - node.shape.length), ...node.shape]);
      return isShape(aligned, shape) ? aligned : builder.broadcast(aligned, shape);
    },
    transpose(x, perm) {
      return perm.every((from, axis) => from === axis) ? x : builder.transpose(x, perm);
    },
    slice(x, begin, shape, strides = ones(begin.length)) {
      const whole = isShape(x, shape) && strides.every((stride) => stride === 1);
      return whole ? x : builder.slice(x, begin, shape, strides);
    },
    concat(parts, axis) {
      const filled = parts.filter((part) => !shapeOf(part).includes(0));
      return filled.length < 2 ? (filled[0] ?? parts[0]!) : builder.concat(filled, axis);
    },
  };
  return g;
}

function ones(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

function broadcastShape(a: Shape, b: Shape): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
}
