import { evaluate } from '../../graph/interpret.ts';
import type { Graph } from '../../graph/graph.ts';

/** Values by name; those of steps one after the other, iteration by iteration. */
export type ScanValues = Record<string, Float64Array>;

/** Results of {@link referenceScan}. */
export interface ReferenceResult {
  /** `output` of all iterations, `state/...` after the last. */
  readonly outputs: ScanValues;
  /** By input; summed over the iterations for what is the same in all of them. */
  readonly gradients: ScanValues;
}

/**
 * Runs a step graph over T iterations and back, one evaluation of the whole graph each: the meaning of a plan.
 *
 * @param inputs - By name: `x`, `mask` and `noise/...` of all iterations, `state/...` before the first.
 * @param cotangents - `output` of all iterations, `state/...` after the last.
 */
export function referenceScan(
  graph: Graph,
  time: number,
  inputs: ScanValues,
  cotangents: ScanValues,
): ReferenceResult {
  const sizes = new Map<string, number>();
  for (const node of graph.nodes) {
    if (node.op === 'input')
      sizes.set(
        node.name,
        node.shape.reduce((a, b) => a * b, 1),
      );
  }
  const perStep = (name: string): boolean => /^(?:x|mask|noise\/.*|d\/output)$/.test(name);
  const states = [...sizes.keys()].filter((name) => name.startsWith('state/'));
  const at = (values: Float64Array, name: string, i: number): Float64Array => {
    const size = sizes.get(name)!;
    return perStep(name) ? values.subarray(i * size, (i + 1) * size) : values;
  };
  const evaluateAt = (i: number, state: ScanValues, back: ScanValues): ((name: string) => Float64Array) => {
    const given: ScanValues = {};
    for (const [name, size] of sizes) {
      const source = name.startsWith('d/') ? back[name.slice(2)] : (state[name] ?? inputs[name]);
      given[name] = source ? at(source, name, i) : new Float64Array(size);
    }
    const values = evaluate(graph, given);
    return (name) => values[graph.outputs[name]!]!;
  };

  const before: ScanValues[] = [];
  let state: ScanValues = Object.fromEntries(states.map((name) => [name, inputs[name]!]));
  const output: Float64Array[] = [];
  for (let i = 0; i < time; i++) {
    before.push(state);
    const result = evaluateAt(i, state, {});
    output.push(result('output'));
    state = Object.fromEntries(states.map((name) => [name, result(name)]));
  }

  const gradients: ScanValues = {};
  const dx: Float64Array[] = [];
  let back: ScanValues = Object.fromEntries(states.map((name) => [name, cotangents[name]!]));
  const names = Object.keys(graph.outputs).filter((name) => name.startsWith('d/'));
  for (let i = time - 1; i >= 0 && names.length > 0; i--) {
    const result = evaluateAt(i, before[i]!, { ...back, output: cotangents['output']! });
    for (const name of names) {
      const [input, value] = [name.slice(2), result(name)];
      if (input === 'x') dx.unshift(value);
      else if (!input.startsWith('state/')) {
        gradients[input] = value.map((each, e) => each + (gradients[input]?.[e] ?? 0));
      }
    }
    back = Object.fromEntries(states.map((name) => [name, result(`d/${name}`)]));
  }
  if (dx.length > 0) gradients['x'] = concat(dx);
  return {
    outputs: { output: concat(output), ...state },
    gradients: { ...gradients, ...(names.length > 0 && back) },
  };
}

function concat(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
