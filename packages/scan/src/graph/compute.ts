import { InvalidGraphError } from './check.ts';
import { dispatch, type NodeOf, type PerOperation } from './dispatch.ts';
import { binaryFunctions, reductions, unaryFunctions } from './functions.ts';
import type { GraphNode } from './graph.ts';
import { dropAxes, matrixShape, type Shape, sizeOf, stridesOf } from './shape.ts';

/** Float64 values, flat row-major, and their shape. */
export interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** The value of a node, except of an input, from those of its inputs. */
export function compute(node: GraphNode, inputs: readonly Values[]): Float64Array {
  return dispatch(computations, node, inputs);
}

const computations: PerOperation<[inputs: readonly Values[]], Float64Array> = {
  input: ({ name }) => {
    throw new InvalidGraphError(`graph: the input ${name} is given, not computed.`);
  },
  fill: ({ value, shape }) => new Float64Array(sizeOf(shape)).fill(Math.fround(value)),
  constant: ({ values }) => Float64Array.from(values),
  unary: ({ fn }, [x]) => x!.values.map((each) => unaryFunctions[fn](each)),
  binary: ({ fn }, [a, b]) => a!.values.map((each, e) => binaryFunctions[fn](each, b!.values[e]!)),
  select: (_, [condition, then, otherwise]) =>
    condition!.values.map((each, e) => (each === 0 ? otherwise! : then!).values[e]!),
  matmul: (node, [a, b]) => multiply(node, a!, b!),
  reduce: (node, [x]) => reduce(node, x!),
  reshape: (_, [x]) => x!.values.slice(),
  broadcast: (node, [x]) => broadcast(node, x!),
  transpose: ({ perm }, [x]) => transpose(perm, x!).values,
  slice: (node, [x]) => slice(node, x!),
  concat: (node, parts) => concat(node, parts),
};

/** The elements `from[offset + sum i_k strides[k]]` for every index (i0, i1, ...) of `shape`, in row-major order. */
function read(from: Float64Array, offset: number, strides: readonly number[], shape: Shape): Float64Array {
  return new Float64Array(sizeOf(shape)).map((_, element) => {
    let [rest, at] = [element, offset];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return from[at]!;
  });
}

function broadcast({ shape }: NodeOf<'broadcast'>, from: Values): Float64Array {
  const strides = stridesOf(from.shape).map((stride, axis) => (from.shape[axis] === 1 ? 0 : stride));
  return read(from.values, 0, strides, shape);
}

function transpose(perm: readonly number[], from: Values): Values {
  const strides = stridesOf(from.shape);
  const permuted = perm.map((axis) => strides[axis]!);
  const shape = perm.map((axis) => from.shape[axis]!);
  return { shape, values: read(from.values, 0, permuted, shape) };
}

function slice({ begin, strides, shape }: NodeOf<'slice'>, from: Values): Float64Array {
  const every = stridesOf(from.shape);
  const offset = every.reduce((at, stride, axis) => at + stride * begin[axis]!, 0);
  const steps = every.map((stride, axis) => stride * strides[axis]!);
  return read(from.values, offset, steps, shape);
}

function concat({ axis, shape }: NodeOf<'concat'>, parts: readonly Values[]): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  let at = 0;
  for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++) {
    for (const part of parts) {
      const run = sizeOf(part.shape.slice(axis));
      out.set(part.values.subarray(outer * run, (outer + 1) * run), at);
      at += run;
    }
  }
  return out;
}

/** With the dropped axes last, the elements that meet in one result are a run. */
function reduce({ fn, axes, shape }: NodeOf<'reduce'>, from: Values): Float64Array {
  const all = from.shape.map((_, axis) => axis);
  const { values } = transpose([...dropAxes(all, axes), ...axes], from);
  const run = sizeOf(axes.map((axis) => from.shape[axis]!));
  const { start, combine } = reductions[fn];
  return new Float64Array(sizeOf(shape)).map((_, e) =>
    values.subarray(e * run, (e + 1) * run).reduce(combine, start),
  );
}

function multiply(node: NodeOf<'matmul'>, a: Values, b: Values): Float64Array {
  const [m, k] = matrixShape(a.shape, node.transposeA);
  const [, n] = matrixShape(b.shape, node.transposeB);
  const [rowA, columnA] = node.transposeA ? [1, m] : [k, 1];
  const [rowB, columnB] = node.transposeB ? [1, k] : [n, 1];
  return new Float64Array(sizeOf(node.shape)).map((_, e) => {
    const [matrix, i, j] = [Math.floor(e / (m * n)), Math.floor(e / n) % m, e % n];
    let sum = 0;
    for (let l = 0; l < k; l++) {
      sum +=
        a.values[matrix * m * k + i * rowA + l * columnA]! *
        b.values[matrix * k * n + l * rowB + j * columnB]!;
    }
    return sum;
  });
}
