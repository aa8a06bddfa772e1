import { InvalidArgumentError } from '@unsaturate/core';
import { compute, type Values } from './compute.ts';
import type { NodeOf } from './dispatch.ts';
import type { Graph } from './graph.ts';
import { sizeOf } from './shape.ts';

/** Values of the inputs by name, flat row-major. Names the graph does not have are ignored. */
export type GraphInputs = Readonly<Record<string, Float64Array>>;

/**
 * The outputs of a graph by name, one operation after the other in float64: what every pass, plan and target is
 * compared with.
 *
 * @throws InvalidArgumentError if an input is missing or has another number of elements than the graph says.
 *
 * @example
 * const b = graphBuilder();
 * const x = b.input('x', [2]);
 * interpret(b.finish({ y: b.binary('add', x, x) }), { x: Float64Array.of(1, 2) }); // => { y: [2, 4] }
 */
export function interpret(graph: Graph, inputs: GraphInputs): Record<string, Float64Array> {
  const values = evaluate(graph, inputs);
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!]));
}

/**
 * The values of all nodes of a graph, as {@link interpret}.
 *
 * @param round - Applied to every element of every node: with `Math.fround` each operation is computed in float64 and
 *   rounded to float32.
 */
export function evaluate(
  graph: Graph,
  inputs: GraphInputs,
  round?: (value: number) => number,
): Float64Array[] {
  const done: Values[] = [];
  for (const node of graph.nodes) {
    const exact =
      node.op === 'input'
        ? inputValues(node, inputs)
        : compute(
            node,
            node.inputs.map((id) => done[id]!),
          );
    done.push({ shape: node.shape, values: round ? exact.map((each) => round(each)) : exact });
  }
  return done.map(({ values }) => values);
}

function inputValues(node: NodeOf<'input'>, inputs: GraphInputs): Float64Array {
  const { name, shape } = node;
  const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (value?.length === sizeOf(shape)) return value;
  const rule = `be a Float64Array of the ${sizeOf(shape)} elements of [${shape.join(', ')}]`;
  throw new InvalidArgumentError({ where: 'interpret', argument: `inputs.${name}`, value, rule });
}
