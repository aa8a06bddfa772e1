import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryFunctions, reductions, unaryFunctions } from '../functions.ts';
import { interpret } from '../interpret.ts';
import { sizeOf } from '../shape.ts';
import { anyValues, randomCases } from './random-graph.ts';

describe('randomCases', () => {
  const cases = fc.sample(randomCases(anyValues), { seed: 1, numRuns: 300 });
  const nodes = cases.flatMap(({ graph }) => graph.nodes);

  it('have every operation, function and rank', () => {
    const names = nodes.flatMap((node) => ('fn' in node ? [node.op, `${node.op} ${node.fn}`] : [node.op]));
    const functions = [
      ...Object.keys(unaryFunctions).map((fn) => `unary ${fn}`),
      ...Object.keys(binaryFunctions).map((fn) => `binary ${fn}`),
      ...Object.keys(reductions).map((fn) => `reduce ${fn}`),
    ];
    const others = ['input', 'fill', 'constant', 'select', 'matmul', 'reshape', 'broadcast', 'transpose'];
    const every = [...functions, ...others, 'slice', 'concat', 'unary', 'binary', 'reduce'];
    expect(new Set(names)).toEqual(new Set(every));
    expect(new Set(nodes.map(({ shape }) => shape.length))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('have several outputs, shared nodes, and values of every kind', () => {
    expect(cases.some(({ graph }) => Object.keys(graph.outputs).length === 4)).toBe(true);
    const outputs = cases.map(({ graph }) => Object.values(graph.outputs));
    expect(outputs.some((ids) => new Set(ids).size < ids.length)).toBe(true);
    const inputs = new Set(
      cases.flatMap((each) => Object.values(each.inputs).flatMap((values) => [...values])),
    );
    for (const value of [0, 0.25, -3, Infinity, Number.NaN]) expect(inputs.has(value)).toBe(true);
  });

  it('can be interpreted, each output of its size', () => {
    for (const { graph, inputs } of cases) {
      for (const [name, values] of Object.entries(interpret(graph, inputs))) {
        expect(values).toHaveLength(sizeOf(graph.nodes[graph.outputs[name]!]!.shape));
      }
    }
  });
});
