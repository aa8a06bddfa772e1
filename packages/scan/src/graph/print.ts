import { dispatch, type PerOperation } from './dispatch.ts';
import type { Graph, GraphNode, NodeId } from './graph.ts';

/** Values of a constant that are shown; the rest is `...`. */
const shown = 8;

/**
 * A graph as text, one line per node, the outputs last:
 *
 *     %0 = input x [20, 100]
 *     %1 = input kernel [800, 100]
 *     %2 = matmul(%0, %1^T) [20, 800]
 *     outputs y: %2
 */
export function printGraph(graph: Graph): string {
  const outputs = Object.entries(graph.outputs).map(([name, id]) => `${name}: %${id}`);
  return [...graph.nodes.map(printNode), `outputs ${outputs.join(', ')}`].join('\n');
}

/** A node as its line of {@link printGraph}. */
export function printNode(node: GraphNode, id: NodeId): string {
  return `%${id} = ${dispatch(operations, node)} ${printList(node.shape)}`;
}

const operations: PerOperation<[], string> = {
  input: ({ name }) => `input ${name}`,
  fill: ({ value }) => `fill ${printFloat(value)}`,
  constant: ({ values }) => `constant {${printValues(values)}}`,
  unary: ({ fn, inputs }) => printCall(fn, inputs),
  binary: ({ fn, inputs }) => printCall(fn, inputs),
  select: ({ op, inputs }) => printCall(op, inputs),
  matmul: ({ inputs: [a, b], transposeA, transposeB }) =>
    `matmul(%${a}${transposeA ? '^T' : ''}, %${b}${transposeB ? '^T' : ''})`,
  reduce: ({ fn, inputs, axes }) => printCall(fn, inputs, `axes: ${printList(axes)}`),
  reshape: ({ op, inputs }) => printCall(op, inputs),
  broadcast: ({ op, inputs }) => printCall(op, inputs),
  transpose: ({ op, inputs, perm }) => printCall(op, inputs, `perm: ${printList(perm)}`),
  slice: ({ op, inputs, begin, strides }) => {
    const steps = strides.every((each) => each === 1) ? [] : [`strides: ${printList(strides)}`];
    return printCall(op, inputs, `begin: ${printList(begin)}`, ...steps);
  },
  concat: ({ op, inputs, axis }) => printCall(op, inputs, `axis: ${axis}`),
};

function printCall(name: string, inputs: readonly NodeId[], ...attributes: readonly string[]): string {
  return `${name}(${[...inputs.map((id) => `%${id}`), ...attributes].join(', ')})`;
}

function printList(numbers: readonly number[]): string {
  return `[${numbers.join(', ')}]`;
}

function printValues(values: Float32Array): string {
  const first = Array.from(values.subarray(0, shown), printFloat);
  return [...first, ...(values.length > shown ? ['...'] : [])].join(', ');
}

/** The shortest decimal that is the same float32. */
function printFloat(value: number): string {
  const float = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return String(short);
  }
  return String(Number(float.toPrecision(9)));
}
