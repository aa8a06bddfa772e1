import { UnsaturateError } from '@unsaturate/core';
import { dispatch, type NodeOf, type PerOperation } from './dispatch.ts';
import type { GraphNode } from './graph.ts';
import { printNode } from './print.ts';
import {
  concatShape,
  dropAxes,
  matrixShape,
  productShape,
  sameNumbers,
  type Shape,
  sizeOf,
} from './shape.ts';

/** A node does not follow the rules of its operation: a defect of whoever made the graph, not of its user. */
export class InvalidGraphError extends UnsaturateError {
  constructor(message: string) {
    super('InvalidGraphError', message);
  }
}

/**
 * Throws unless `node` can stand after `earlier` and has the shape its operation gives.
 *
 * @throws InvalidGraphError
 */
export function checkNode(node: GraphNode, earlier: readonly GraphNode[]): void {
  const fault = faultOf(node, earlier);
  if (fault === null) return;
  const shapes = node.inputs.map((id) => `[${earlier[id]?.shape.join(', ') ?? 'no earlier node'}]`);
  const given = shapes.length === 0 ? '' : ` The shapes of its inputs are ${shapes.join(', ')}.`;
  throw new InvalidGraphError(`graph: ${printNode(node, earlier.length)}: ${fault}.${given}`);
}

function faultOf(node: GraphNode, earlier: readonly GraphNode[]): string | null {
  if (!node.inputs.every((id) => earlier[id] !== undefined)) return 'inputs must come before the node';
  const shapes = node.inputs.map((id) => earlier[id]!.shape);
  const sizes = node.shape.every((size) => isWithin(size, Infinity));
  return dispatch(faults, node, shapes) ?? failing(sizes, 'sizes must be whole numbers');
}

/** What is wrong with inputs, attributes or shape, or null. */
const faults: PerOperation<[shapes: readonly Shape[]], string | null> = {
  input: () => null,
  fill: () => null,
  constant: ({ values, shape }) =>
    failing(values.length === sizeOf(shape), 'values must be as many as elements'),
  unary: elementwiseFault,
  binary: elementwiseFault,
  select: elementwiseFault,
  matmul: matmulFault,
  reduce: ({ axes, shape }, [x = []]) =>
    failing(areRisingAxes(axes, x.length), 'axes must rise and be axes of the input') ??
    shapeFault(shape, dropAxes(x, axes)),
  reshape: ({ shape }, [x = []]) => failing(sizeOf(x) === sizeOf(shape), 'the number of elements must stay'),
  broadcast: ({ shape }, [x = []]) =>
    failing(broadcasts(x, shape), 'ranks must be equal and repeated axes have size 1'),
  transpose: ({ perm, shape }, [x = []]) =>
    failing(isPermutation(perm, x.length), 'perm must be a permutation of the axes') ??
    shapeFault(
      shape,
      perm.map((axis) => x[axis]!),
    ),
  slice: (node, [x = []]) => failing(slices(node, x), 'the slice must be within the input'),
  concat: ({ axis, shape }, parts) =>
    failing(concats(parts, axis), 'parts must have equal shapes but for the axis') ??
    shapeFault(shape, concatShape(parts, axis)),
};

function elementwiseFault({ shape }: GraphNode, shapes: readonly Shape[]): string | null {
  return failing(
    shapes.every((each) => sameNumbers(each, shape)),
    'inputs must have the shape of the result',
  );
}

function matmulFault(node: NodeOf<'matmul'>, [a = [], b = []]: readonly Shape[]): string | null {
  const { shape, transposeA, transposeB } = node;
  return (
    failing(a.length >= 2, 'factors must have two axes or more') ??
    failing(sameNumbers(a.slice(0, -2), b.slice(0, -2)), 'leading axes must be equal') ??
    failing(matrixShape(a, transposeA)[1] === matrixShape(b, transposeB)[0], 'inner sizes must be equal') ??
    shapeFault(shape, productShape(a, b, transposeA, transposeB))
  );
}

function shapeFault(shape: Shape, expected: Shape): string | null {
  return failing(sameNumbers(shape, expected), `the shape must be [${expected.join(', ')}]`);
}

function failing(holds: boolean, fault: string): string | null {
  return holds ? null : fault;
}

/** Whether `index` is a whole number from 0 to below `size`. */
function isWithin(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && index >= 0 && index < size;
}

function areRisingAxes(axes: readonly number[], rank: number): boolean {
  return axes.every((axis, i) => isWithin(axis, rank) && (i === 0 || axis > axes[i - 1]!));
}

function isPermutation(perm: readonly number[], rank: number): boolean {
  return (
    perm.length === rank &&
    areRisingAxes(
      perm.toSorted((a, b) => a - b),
      rank,
    )
  );
}

function broadcasts(from: Shape, to: Shape): boolean {
  return from.length === to.length && from.every((size, axis) => size === to[axis] || size === 1);
}

function slices(node: NodeOf<'slice'>, from: Shape): boolean {
  const { begin, strides, shape } = node;
  if ([begin, strides, shape].some((each) => each.length !== from.length)) return false;
  return shape.every((size, axis) => {
    const last = begin[axis]! + (size - 1) * strides[axis]!;
    return size === 0 || (isWithin(begin[axis]!, from[axis]!) && isWithin(last, from[axis]!));
  });
}

function concats(parts: readonly Shape[], axis: number): boolean {
  const [first] = parts;
  if (first === undefined || !isWithin(axis, first.length)) return false;
  const others = dropAxes(first, [axis]);
  return parts.every((part) => part.length === first.length && sameNumbers(dropAxes(part, [axis]), others));
}
