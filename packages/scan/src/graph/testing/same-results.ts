import { expect } from 'vitest';
import type { Graph } from '../graph.ts';
import { evaluate, type GraphInputs } from '../interpret.ts';

/**
 * Expects that two graphs have the same outputs to the last bit when every operation rounds to float32; the sign of a
 * zero does not count.
 */
export function expectSameResults(actual: Graph, expected: Graph, inputs: GraphInputs): void {
  expect(outputsOf(actual, inputs)).toEqual(outputsOf(expected, inputs));
}

function outputsOf(graph: Graph, inputs: GraphInputs): Record<string, Float64Array> {
  const values = evaluate(graph, inputs, (value) => Math.fround(value) + 0);
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!]));
}
