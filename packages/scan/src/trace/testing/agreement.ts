import * as tf from '@tensorflow/tfjs-core';
import { fillNormals } from '@unsaturate/core';
import { expect } from 'vitest';
import type { Tensors } from '../../cell/cell.ts';
import { interpret } from '../../graph/interpret.ts';
import { trace, traceWithGradients } from '../trace.ts';

/** Values by name. */
type Values = Record<string, number[]>;

/** A float32 tensor of a shape, always with the same normal numbers for the same `stream`. */
export function normals(stream: number, ...shape: number[]): tf.Tensor {
  return tf.tensor(fillNormals([11, 7], stream, new Float32Array(tf.util.sizeFromShape(shape))), shape);
}

/** Expects that the graph of a function gives what the function does. */
export function expectSameValues(fn: (inputs: Tensors) => Tensors, inputs: Tensors): void {
  const { graph, captured } = trace(fn, shapesOf(inputs));
  const given = { ...inputs, ...capturedInputs(captured) };
  expectClose(interpret(graph, float64(given)), numbers(fn(inputs)));
}

/** Expects that the graph of a function and its gradients in all inputs gives what tfjs does. */
export function expectSameGradients(fn: (inputs: Tensors) => Tensors, inputs: Tensors): void {
  const names = Object.keys(inputs);
  const { graph, captured } = traceWithGradients(fn, shapesOf(inputs), names);
  const outputs = fn(inputs);
  const dOutputs = Object.fromEntries(
    Object.entries(outputs).map(([name, { shape }], index) => [`d/${name}`, normals(1000 + index, ...shape)]),
  );
  const given = { ...inputs, ...capturedInputs(captured) };
  const xs = Object.entries(given).filter(([, { dtype }]) => dtype === 'float32');
  const { grads } = tf.engine().gradients(
    () => {
      const products = Object.entries(fn(inputs))
        .filter(([, { dtype }]) => dtype === 'float32')
        .map(([name, output]) => tf.sum(tf.mul(output, dOutputs[`d/${name}`]!)));
      return tf.addN(products);
    },
    xs.map(([, x]) => x),
    undefined,
    true,
  );
  const expected = xs.map(([name, x], index) => [`d/${name}`, grads[index] ?? tf.zerosLike(x)]);
  expectClose(interpret(graph, float64({ ...given, ...dOutputs })), {
    ...numbers(outputs),
    ...numbers(Object.fromEntries(expected) as Tensors),
  });
}

function expectClose(actual: Record<string, ArrayLike<number>>, expected: Values): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, values] of Object.entries(expected)) {
    expect(actual[name]).toHaveLength(values.length);
    const wrong = values.flatMap((value, e) =>
      isClose(actual[name]![e]!, value) ? [] : [[e, actual[name]![e], value]],
    );
    expect({ name, wrong }).toEqual({ name, wrong: [] });
  }
}

function isClose(actual: number, expected: number): boolean {
  const tolerance = 2e-5 * Math.max(1, Math.abs(expected));
  return Object.is(actual, expected) || actual === expected || Math.abs(actual - expected) <= tolerance;
}

function shapesOf(tensors: Tensors): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
}

function capturedInputs(captured: readonly tf.Tensor[]): Record<string, tf.Tensor> {
  return Object.fromEntries(captured.map((tensor, index) => [`captured/${index}`, tensor]));
}

function numbers(tensors: Tensors): Values {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));
}

function float64(tensors: Tensors): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]),
  );
}
