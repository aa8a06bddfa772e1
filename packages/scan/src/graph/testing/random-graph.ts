import fc from 'fast-check';
import { type GraphBuilder, graphBuilder } from '../build.ts';
import { binaryFunctions, reductions, unaryFunctions } from '../functions.ts';
import type { BinaryFunction, Graph, NodeId, OperationName, Reduction, UnaryFunction } from '../graph.ts';
import type { GraphInputs } from '../interpret.ts';
import { dropAxes, type Shape, sizeOf } from '../shape.ts';

/** A graph and values for its inputs. */
export interface RandomCase {
  readonly graph: Graph;
  readonly inputs: GraphInputs;
}

/** Small quarters: sums and comparisons of them are exact, and equal values are common. */
const ordinaryValues: fc.Arbitrary<number> = fc.integer({ min: -12, max: 12 }).map((each) => each / 4);

/** Also zeros, huge numbers, infinities and NaN. */
export const anyValues: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: ordinaryValues },
  { weight: 1, arbitrary: fc.constantFrom(0, Math.fround(1e30), -Infinity, Infinity, Number.NaN) },
);

/**
 * Graphs over all operations: ranks 0 to 4, most sizes 1 to 5, several outputs, two of which may share a node. Values
 * repeat every 31 elements at the latest.
 */
export function randomCases(values: fc.Arbitrary<number> = ordinaryValues): fc.Arbitrary<RandomCase> {
  const picks = fc.array(fc.nat(999), { minLength: 1, maxLength: 9 });
  const step = fc.record({ op: fc.constantFrom(...operations), picks });
  const plan = fc.record({
    first: picks,
    steps: fc.array(step, { minLength: 1, maxLength: 24 }),
    outputs: fc.array(fc.nat(999), { maxLength: 3 }),
    pool: fc.array(values, { minLength: 1, maxLength: 31 }),
  });
  return plan.map(({ first, steps, outputs, pool }) => {
    const builder = graphBuilder();
    const nodes = [builder.input('x0', newShape(chooser(first)))];
    for (const { op, picks } of steps) {
      const id = growers[op]({ builder, nodes, choose: chooser(picks), pool });
      if (id !== null) nodes.push(id);
    }
    const ids = [nodes.at(-1)!, ...outputs.map((pick) => nodes[pick % nodes.length]!)];
    const graph = builder.finish(Object.fromEntries(ids.map((id, i) => [`y${i}`, id])));
    return { graph, inputs: inputsOf(graph, pool) };
  });
}

/** What a step of the growth sees. */
interface Growth {
  readonly builder: GraphBuilder;
  /** Nodes to use. */
  readonly nodes: readonly NodeId[];
  /** A whole number from 0 to below `count`. */
  readonly choose: (count: number) => number;
  readonly pool: readonly number[];
}

/** Nodes of more elements are not made. */
const maxElements = 800;

/** Takes the picks one after the other, round and round. */
function chooser(picks: readonly number[]): (count: number) => number {
  let at = 0;
  return (count) => picks[at++ % picks.length]! % count;
}

/** How each operation adds a node, or null if the chosen inputs do not allow one. */
const growers: Readonly<Record<OperationName, (growth: Growth) => NodeId | null>> = {
  input: ({ builder, nodes, choose }) => builder.input(`x${nodes.length}`, newShape(choose)),
  fill: ({ builder, choose, pool }) => {
    const value = [0, 1, -1, 2, 0.1, pool[choose(pool.length)]!][choose(6)]!;
    return builder.fill(value, newShape(choose));
  },
  constant: ({ builder, choose, pool }) => {
    const shape = newShape(choose);
    return builder.constant(repeated(pool, sizeOf(shape), choose(pool.length)), shape);
  },
  unary(growth) {
    const x = anyNode(growth);
    return growth.builder.unary(pickOf(unaryNames, growth), x);
  },
  binary(growth) {
    const a = anyNode(growth);
    const b = nodeOfShape(shapeOf(growth, a), growth);
    const [left, right] = growth.choose(2) === 0 ? [a, b] : [b, a];
    return growth.builder.binary(pickOf(binaryNames, growth), left, right);
  },
  select(growth) {
    const then = anyNode(growth);
    const shape = shapeOf(growth, then);
    return growth.builder.select(nodeOfShape(shape, growth), then, nodeOfShape(shape, growth));
  },
  matmul(growth) {
    const { builder, choose } = growth;
    const a = anyNode(growth);
    const shape = shapeOf(growth, a);
    if (shape.length < 2) return null;
    const [transposeA, transposeB] = [choose(2) === 1, choose(3) > 0];
    const [k, n] = [shape.at(transposeA ? -2 : -1)!, 1 + choose(5)];
    if ((sizeOf(shape) / k) * n > maxElements || sizeOf(shape.slice(0, -2)) * k * n > maxElements)
      return null;
    const b = nodeOfShape([...shape.slice(0, -2), ...(transposeB ? [n, k] : [k, n])], growth);
    return builder.matmul(a, b, { transposeA, transposeB });
  },
  reduce(growth) {
    const x = anyNode(growth);
    const axes = shapeOf(growth, x).flatMap((_, axis) => (growth.choose(2) === 1 ? [axis] : []));
    return growth.builder.reduce(pickOf(reductionNames, growth), x, axes);
  },
  reshape(growth) {
    const x = anyNode(growth);
    return growth.builder.reshape(x, otherShape(shapeOf(growth, x), growth.choose));
  },
  broadcast(growth) {
    const x = anyNode(growth);
    const shape = shapeOf(growth, x).map((size) => (size === 1 ? 1 + growth.choose(5) : size));
    return sizeOf(shape) > maxElements ? null : growth.builder.broadcast(x, shape);
  },
  transpose(growth) {
    const x = anyNode(growth);
    const rest = shapeOf(growth, x).map((_, axis) => axis);
    const swapLast = rest.length > 1 && growth.choose(2) === 0;
    const perm = swapLast
      ? [...rest.slice(0, -2), rest.length - 1, rest.length - 2]
      : rest.slice().map(() => rest.splice(growth.choose(rest.length), 1)[0]!);
    return growth.builder.transpose(x, perm);
  },
  slice(growth) {
    const x = anyNode(growth);
    const axes = shapeOf(growth, x).map((size) => sliceAxis(size, growth.choose));
    return growth.builder.slice(
      x,
      axes.map(({ begin }) => begin),
      axes.map(({ count }) => count),
      axes.map(({ stride }) => stride),
    );
  },
  concat(growth) {
    const first = anyNode(growth);
    const shape = shapeOf(growth, first);
    if (shape.length === 0) return null;
    const axis = growth.choose(shape.length);
    const parts = [first];
    while (parts.length < 3 && growth.choose(2) === 0) {
      const along = 1 + growth.choose(3);
      parts.push(nodeOfShape(shape.with(axis, along), growth));
    }
    const elements = parts.reduce((sum, id) => sum + sizeOf(shapeOf(growth, id)), 0);
    return elements > maxElements ? null : growth.builder.concat(parts, axis);
  },
};

const operations = Object.keys(growers) as OperationName[];
const unaryNames = Object.keys(unaryFunctions) as UnaryFunction[];
/** Arithmetic is what most rewriting is about. */
const arithmetic: BinaryFunction[] = ['add', 'sub', 'mul', 'div'];
const binaryNames = [...(Object.keys(binaryFunctions) as BinaryFunction[]), ...arithmetic, ...arithmetic];
const reductionNames = Object.keys(reductions) as Reduction[];

function pickOf<Item>(items: readonly Item[], { choose }: Growth): Item {
  return items[choose(items.length)]!;
}

function shapeOf({ builder }: Growth, id: NodeId): Shape {
  return builder.node(id).shape;
}

function newShape(choose: Growth['choose']): Shape {
  return Array.from({ length: choose(5) }, () => 1 + choose(5));
}

/** Often one of the last three, so that operations stand on one another and reach an output. */
function anyNode({ nodes, choose }: Growth): NodeId {
  const candidates = choose(3) > 0 ? nodes.slice(-3) : nodes;
  return candidates[choose(candidates.length)]!;
}

/** A node that is there, or else a constant or a fill. */
function nodeOfShape(shape: Shape, { builder, nodes, choose, pool }: Growth): NodeId {
  const fitting = nodes.filter((id) => String(builder.node(id).shape) === String(shape));
  const at = choose(fitting.length + 2);
  if (at < fitting.length) return fitting[at]!;
  if (at === fitting.length) return builder.fill([0, 1, -1, 2][choose(4)]!, shape);
  return builder.constant(repeated(pool, sizeOf(shape), choose(pool.length)), shape);
}

/** Flat, two axes as one, a new axis of size 1, or the same. */
function otherShape(shape: Shape, choose: Growth['choose']): Shape {
  const way = choose(4);
  const axis = choose(shape.length + 1);
  if (way === 0) return [sizeOf(shape)];
  if (way === 1 && shape.length < 4) return shape.toSpliced(axis, 0, 1);
  if (way === 2 && axis + 1 < shape.length) return shape.toSpliced(axis, 2, shape[axis]! * shape[axis + 1]!);
  return way === 3
    ? dropAxes(
        shape,
        shape.flatMap((size, axis) => (size === 1 ? [axis] : [])),
      )
    : shape;
}

function sliceAxis(size: number, choose: Growth['choose']): { begin: number; count: number; stride: number } {
  const stride = [1, 1, 2, -1, -2][choose(5)]!;
  const whole = choose(3) === 0;
  const begin = whole ? (stride > 0 ? 0 : size - 1) : choose(size);
  const room = stride > 0 ? size - 1 - begin : begin;
  const most = 1 + Math.floor(room / Math.abs(stride));
  return { begin, stride, count: whole ? most : 1 + choose(most) };
}

function repeated(pool: readonly number[], count: number, from: number): number[] {
  return Array.from({ length: count }, (_, e) => pool[(from + e) % pool.length]!);
}

function inputsOf(graph: Graph, pool: readonly number[]): GraphInputs {
  const inputs = graph.nodes.flatMap((node, id) =>
    node.op === 'input'
      ? [[node.name, Float64Array.from(repeated(pool, sizeOf(node.shape), id))] as const]
      : [],
  );
  return Object.fromEntries(inputs);
}
