import { checkNode, InvalidGraphError } from './check.ts';
import type { BinaryFunction, Graph, GraphNode, NodeId, Reduction, UnaryFunction } from './graph.ts';
import { concatShape, dropAxes, productShape, type Shape } from './shape.ts';

/** Which factors of a product are stored transposed; none by default. */
interface MatmulFlags {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** Adds nodes one by one; each method returns the node it added and throws an InvalidGraphError if it cannot be. */
export interface GraphBuilder {
  readonly input: (name: string, shape: Shape) => NodeId;
  readonly fill: (value: number, shape: Shape) => NodeId;
  readonly constant: (values: ArrayLike<number>, shape: Shape) => NodeId;
  readonly unary: (fn: UnaryFunction, x: NodeId) => NodeId;
  readonly binary: (fn: BinaryFunction, a: NodeId, b: NodeId) => NodeId;
  readonly select: (condition: NodeId, then: NodeId, otherwise: NodeId) => NodeId;
  readonly matmul: (a: NodeId, b: NodeId, flags?: MatmulFlags) => NodeId;
  readonly reduce: (fn: Reduction, x: NodeId, axes: readonly number[]) => NodeId;
  readonly reshape: (x: NodeId, shape: Shape) => NodeId;
  readonly broadcast: (x: NodeId, shape: Shape) => NodeId;
  readonly transpose: (x: NodeId, perm: readonly number[]) => NodeId;
  /** `strides` are 1 when left out. */
  readonly slice: (x: NodeId, begin: readonly number[], shape: Shape, strides?: readonly number[]) => NodeId;
  readonly concat: (parts: readonly NodeId[], axis: number) => NodeId;
  /** Adds a node as it is. */
  readonly add: (node: GraphNode) => NodeId;
  /** A node that was added. */
  readonly node: (id: NodeId) => GraphNode;
  /** The graph of all nodes added so far. */
  readonly finish: (outputs: Readonly<Record<string, NodeId>>) => Graph;
}

/**
 * An empty graph to add nodes to.
 *
 * @example
 * const b = graphBuilder();
 * const y = b.unary('tanh', b.matmul(b.input('x', [2, 3]), b.input('w', [3, 4])));
 * const graph = b.finish({ y });
 */
export function graphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const add = (node: GraphNode): NodeId => {
    checkNode(node, nodes);
    return nodes.push(node) - 1;
  };
  const node = (id: NodeId): GraphNode => {
    const found = nodes[id];
    if (found === undefined) throw new InvalidGraphError(`graph: there is no node %${id}.`);
    return found;
  };
  const shapeOf = (id: NodeId): Shape => node(id).shape;
  return {
    add,
    node,
    input: (name, shape) => add({ op: 'input', inputs: [], name, shape }),
    fill: (value, shape) => add({ op: 'fill', inputs: [], value, shape }),
    constant: (values, shape) =>
      add({ op: 'constant', inputs: [], values: Float32Array.from(values), shape }),
    unary: (fn, x) => add({ op: 'unary', inputs: [x], fn, shape: shapeOf(x) }),
    binary: (fn, a, b) => add({ op: 'binary', inputs: [a, b], fn, shape: shapeOf(a) }),
    select: (condition, then, otherwise) =>
      add({ op: 'select', inputs: [condition, then, otherwise], shape: shapeOf(then) }),
    matmul(a, b, { transposeA = false, transposeB = false } = {}) {
      const shape = productShape(shapeOf(a), shapeOf(b), transposeA, transposeB);
      return add({ op: 'matmul', inputs: [a, b], transposeA, transposeB, shape });
    },
    reduce: (fn, x, axes) => add({ op: 'reduce', inputs: [x], fn, axes, shape: dropAxes(shapeOf(x), axes) }),
    reshape: (x, shape) => add({ op: 'reshape', inputs: [x], shape }),
    broadcast: (x, shape) => add({ op: 'broadcast', inputs: [x], shape }),
    transpose: (x, perm) =>
      add({ op: 'transpose', inputs: [x], perm, shape: perm.map((axis) => shapeOf(x)[axis] ?? Number.NaN) }),
    slice: (x, begin, shape, strides = begin.map(() => 1)) =>
      add({ op: 'slice', inputs: [x], begin, strides, shape }),
    concat: (parts, axis) =>
      add({ op: 'concat', inputs: parts, axis, shape: concatShape(parts.map(shapeOf), axis) }),
    finish(outputs) {
      Object.values(outputs).forEach(node);
      return { nodes: [...nodes], outputs: { ...outputs } };
    },
  };
}

/**
 * Builds a graph anew, node by node in order: the base of every pass.
 *
 * @param visit - Gives the node of the new graph that stands for a node of the old one; `node` is the old one with
 *   its inputs renamed to nodes of the new graph, so `builder.add(node)` keeps it.
 */
export function rewrite(graph: Graph, visit: (node: GraphNode, builder: GraphBuilder) => NodeId): Graph {
  const builder = graphBuilder();
  const renamed: NodeId[] = [];
  for (const node of graph.nodes) renamed.push(visit(renameInputs(node, renamed), builder));
  return builder.finish(renameOutputs(graph, renamed));
}

/** A node with every input `id` replaced by `names[id]`. */
export function renameInputs(node: GraphNode, names: readonly NodeId[]): GraphNode {
  return { ...node, inputs: node.inputs.map((id) => names[id]!) } as unknown as GraphNode;
}

/** The outputs of a graph with every node `id` replaced by `names[id]`. */
export function renameOutputs(graph: Graph, names: readonly NodeId[]): Record<string, NodeId> {
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, names[id]!]));
}
