import type { ModelWorkload, NtmWorkload, OwnCellWorkload } from './workload.ts';

/**
 * Pseudo-random numbers in [-limit, limit) that any language can compute, so that every implementation starts from the
 * same parameters and sees the same data: element i is `limit (2 frac(43758.5453 sin(12.9898 i + seed)) - 1)`.
 */
export function values(length: number, seed: number, limit: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const scaled = 43758.5453 * Math.sin(12.9898 * i + seed);
    return limit * (2 * (scaled - Math.floor(scaled)) - 1);
  });
}

/** Values in their shape, flat row-major. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function filled(shape: readonly number[], seed: number, limit: number): Values {
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: values(length, seed, limit) };
}

/** Initial parameters of one recurrent layer with gates in the layout of tf.layers. */
export interface LayerValues {
  readonly kernel: Values;
  readonly recurrentKernel: Values;
  readonly bias: Values;
}

/** The parameters of layer `layer` of a cell with that many gates, uniform within 1 / sqrt(units). */
export function layerValues(units: number, gates: number, layer: number): LayerValues {
  const limit = 1 / Math.sqrt(units);
  return {
    kernel: filled([units, gates * units], 10 * layer + 1, limit),
    recurrentKernel: filled([units, gates * units], 10 * layer + 2, limit),
    bias: filled([gates * units], 10 * layer + 3, limit),
  };
}

/** The parameters of the dense layer. */
export function denseValues({ units, classes }: ModelWorkload): { kernel: Values; bias: Values } {
  const limit = 1 / Math.sqrt(units);
  return { kernel: filled([units, classes], 101, limit), bias: filled([classes], 102, limit) };
}

/** The inputs, [batch, time, units]. */
export function inputValues({ batch, time, units }: ModelWorkload | OwnCellWorkload): Values {
  return filled([batch, time, units], 201, 1);
}

/** The class to predict at every step, [batch * time]. */
export function targetValues({ batch, time, classes }: ModelWorkload): Int32Array {
  return Int32Array.from(values(batch * time, 202, 1), (v) =>
    Math.min(classes - 1, Math.floor(((v + 1) / 2) * classes)),
  );
}

/**
 * Parameters of a machine by name, uniform within 1 / sqrt(units), each from a seed of its own: 301 and so on in the
 * order in which they are given.
 */
export function ntmValues(
  shapes: Readonly<Record<string, readonly number[]>>,
  { units }: NtmWorkload,
): Record<string, Values> {
  const limit = 1 / Math.sqrt(units);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, filled(shape, 301 + i, limit)]),
  );
}

/** The inputs of a machine, [batch, time, inputSize], and the answers, [batch, answers, outputSize]: bits. */
export function ntmBits(workload: NtmWorkload): { readonly inputs: Values; readonly answers: Values } {
  const { batch, time, inputSize, answers, outputSize } = workload;
  const bits = (shape: readonly number[], seed: number): Values => {
    const { data } = filled(shape, seed, 1);
    return { shape, data: data.map((value) => Number(value > 0)) };
  };
  return { inputs: bits([batch, time, inputSize], 201), answers: bits([batch, answers, outputSize], 202) };
}

/** The vector of the activation workload: about a third of it saturates. */
export function activationValues(elements: number): Float32Array {
  return values(elements, 203, 1.5);
}

/** Step size of the SGD update, small enough that the work of later steps is like that of the first. */
export const learningRate = 0.1;
