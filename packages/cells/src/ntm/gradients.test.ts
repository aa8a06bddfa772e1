import * as tf from '@tensorflow/tfjs-core';
import { createNoiseStream, fillNormals } from '@unsaturate/core';
import type { ScanOptions, Tensors } from '@unsaturate/scan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepShapes } from '../../../scan/src/compiled/inputs.ts';
import { recordStep } from '../../../scan/src/compiled/record-step.ts';
import type { Graph } from '../../../scan/src/graph/graph.ts';
import { type GraphInputs, interpret } from '../../../scan/src/graph/interpret.ts';
import { checkedCall } from '../../../scan/src/scan.ts';
import { ntm } from './ntm.ts';
import type { NtmOptions } from './sizes.ts';

const sizes = { inputSize: 2, units: 3, outputSize: 2, locations: 5, width: 3 };
const batch = 2;

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const zeros = (shapes: Readonly<Record<string, readonly number[]>>, ...front: number[]): Tensors =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.zeros([...front, ...shape])]));

/** The recorded step of a machine, with its gradients. */
function recorded(options: NtmOptions, activations: ScanOptions['activations']): Graph {
  const cell = ntm(options);
  const xs = tf.zeros([batch, 1, sizes.inputSize]);
  const call = checkedCall(cell, zeros(cell.params(sizes)), xs, zeros(cell.state(sizes), batch), {
    ...(activations && { activations, noise: createNoiseStream(1), training: true }),
  });
  return recordStep(call, stepShapes(call), true).graph;
}

/** Random values for all inputs of a graph; previous weights are distributions. */
function randomInputs(graph: Graph): Record<string, Float64Array> {
  const inputs = graph.nodes.flatMap((node, stream): [string, Float64Array][] => {
    if (node.op !== 'input') return [];
    const values = fillNormals([4, 2], stream, new Float64Array(node.shape.reduce((a, b) => a * b, 1)));
    return [[node.name, node.name === 'state/weights' ? distributions(values) : values]];
  });
  return Object.fromEntries(inputs);
}

function distributions(values: Float64Array): Float64Array {
  const powers = values.map(Math.exp);
  const { locations } = sizes;
  return powers.map((power, i) => {
    const first = i - (i % locations);
    return power / powers.slice(first, first + locations).reduce((a, b) => a + b, 0);
  });
}

/** The sum of all outputs times their cotangents. */
function loss(graph: Graph, inputs: GraphInputs): number {
  const values = Object.entries(interpret(graph, inputs)).filter(([name]) => !name.startsWith('d/'));
  return values.reduce(
    (total, [name, output]) =>
      total + output.reduce((sum, each, i) => sum + each * inputs[`d/${name}`]![i]!, 0),
    0,
  );
}

/** Without its gradients, so that it is quick to interpret. */
function forwardOf({ nodes, outputs }: Graph): Graph {
  const own = Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith('d/')));
  return { nodes: nodes.slice(0, Math.max(...Object.values(own)) + 1), outputs: own };
}

const site = { variant: 'NAN', c: 0.5 } as const;
const noise = { sigmoid: { ...site, base: 'sigmoid' }, tanh: { ...site, base: 'tanh' } } as const;
const cases: readonly { options: NtmOptions; activations?: ScanOptions['activations'] }[] = [
  { options: {} },
  { options: { readHeads: 2, writeHeads: 2, shifts: 5 } },
  { options: { controller: 'feedForward', shifts: 1 } },
  { options: { controller: 'feedForward', writeHeads: 3 } },
  { options: {}, activations: noise },
  { options: { readHeads: 2, noisyHeads: true }, activations: noise },
];

describe('gradients of a recorded step', () => {
  it.each(cases)('are central differences in float64: %o', ({ options, activations }) => {
    const graph = recorded(options, activations);
    const inputs = randomInputs(graph);
    const gradients = interpret(graph, inputs);
    const forward = forwardOf(graph);
    const h = 1e-5;
    const names = Object.keys(inputs).filter((name) => `d/${name}` in gradients);
    expect(names).toContain('state/memory');
    const errors = names.map((name) => {
      const exact = gradients[`d/${name}`]!;
      const differences = exact.map((_, i) => {
        const at = (offset: number): number =>
          loss(forward, { ...inputs, [name]: inputs[name]!.with(i, inputs[name]![i]! + offset) });
        return (at(h) - at(-h)) / (2 * h);
      });
      const largest = Math.max(...differences.map(Math.abs));
      const error = Math.max(...differences.map((each, i) => Math.abs(each - exact[i]!)));
      return { name, error: largest === 0 ? error : error / largest };
    });
    expect(errors.filter(({ error }) => !(error < 1e-6))).toEqual([]);
  });
});
