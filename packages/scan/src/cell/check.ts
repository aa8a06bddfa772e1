import * as tf from '@tensorflow/tfjs-core';
import { assertObject, InvalidArgumentError } from '@unsaturate/core';
import { checkCell } from './check-cell.ts';
import type { Cell, Shapes, StepResult, Tensors } from './cell.ts';

const where = 'scan';

/** Throws unless the arguments of a scan have the names and shapes its cell asks for. Touches no values. */
export function checkScan<Sizes>(
  cell: Pick<Cell<Sizes>, 'name' | 'constants' | 'input' | 'params' | 'state' | 'sizes'>,
  params: Tensors,
  xs: tf.Tensor,
  init: Tensors,
  mask: tf.Tensor | undefined,
  constants: Tensors,
): void {
  checkCell(where, cell);
  checkTensor('xs', xs);
  if (mask !== undefined) checkTensor('mask', mask);
  for (const [argument, tensors] of Object.entries({ params, init, constants }))
    checkTensors(argument, tensors);
  if (xs.rank < 2 || xs.shape.includes(0)) {
    const rule = 'have the shape [batch, time, ...features] with no axis of size 0';
    throw new InvalidArgumentError({ where, argument: 'xs', value: xs.shape, rule });
  }
  const [batch, time] = xs.shape as [number, number];
  if (mask !== undefined && !(mask.rank === 2 && mask.shape[0] === batch && mask.shape[1] === time)) {
    const rule = `have the shape [${batch}, ${time}] of [batch, time]`;
    throw new InvalidArgumentError({ where, argument: 'mask', value: mask.shape, rule });
  }
  checkNames('constants', Object.keys(constants), cell.constants ?? []);
  for (const [name, state] of Object.entries(init)) {
    if (state.shape[0] === batch) continue;
    const rule = `have ${batch} rows, as many as xs`;
    throw new InvalidArgumentError({ where, argument: `init.${name}`, value: state.shape, rule });
  }
  if (cell.sizes === undefined) return;
  const sizes = sizesOf(cell.name, cell.sizes, params);
  checkShapes('params', shapesOf(params), cell.params(sizes));
  checkShape('xs', xs.shape, [batch, time, ...(cell.input?.(sizes) ?? xs.shape.slice(2))]);
  const state = cell.state(sizes);
  checkShapes(
    'init',
    shapesOf(init),
    mapValues(state, (shape) => [batch, ...shape]),
  );
}

/** Throws unless a step gave an output and the state it was given, in names and shapes. */
export function checkStep(cell: string, { output, state }: StepResult, previous: Tensors): void {
  const step = `the step of "${cell}"`;
  checkShapes(`${step}: state`, shapesOf(state), shapesOf(previous));
  const batch = Object.values(previous)[0]?.shape[0];
  if (batch === undefined || output.shape[0] === batch) return;
  const rule = `have ${batch} rows, as many as xs`;
  throw new InvalidArgumentError({ where, argument: `${step}: output`, value: output.shape, rule });
}

function sizesOf<Sizes>(cell: string, sizes: (shapes: Shapes) => Sizes, params: Tensors): Sizes {
  try {
    return sizes(shapesOf(params));
  } catch (cause) {
    const rule = `hold the tensors of the cell "${cell}"`;
    const error = new InvalidArgumentError({ where, argument: 'params', value: Object.keys(params), rule });
    error.cause = cause;
    throw error;
  }
}

function checkTensors(argument: string, tensors: unknown): void {
  assertObject(where, argument, tensors);
  for (const [name, tensor] of Object.entries(tensors)) checkTensor(`${argument}.${name}`, tensor);
}

function checkTensor(argument: string, value: unknown): void {
  if (!(value instanceof tf.Tensor))
    throw new InvalidArgumentError({ where, argument, value, rule: 'be a tensor' });
  if (value.isDisposed)
    throw new InvalidArgumentError({ where, argument, value: value.shape, rule: 'not be disposed' });
}

function checkShapes(argument: string, given: Shapes, expected: Shapes): void {
  checkNames(argument, Object.keys(given), Object.keys(expected));
  for (const [name, shape] of Object.entries(expected))
    checkShape(`${argument}.${name}`, given[name]!, shape);
}

function checkShape(argument: string, given: readonly number[], expected: readonly number[]): void {
  if (given.length === expected.length && given.every((size, i) => size === expected[i])) return;
  const rule = `have the shape [${expected.join(', ')}]`;
  throw new InvalidArgumentError({ where, argument, value: given, rule });
}

function checkNames(argument: string, given: readonly string[], expected: readonly string[]): void {
  if (given.length === expected.length && expected.every((name) => given.includes(name))) return;
  const rule = expected.length === 0 ? 'be empty' : `hold exactly ${expected.join(', ')}`;
  throw new InvalidArgumentError({ where, argument, value: given, rule });
}

function shapesOf(tensors: Tensors): Shapes {
  return mapValues(tensors, (tensor) => tensor.shape);
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
