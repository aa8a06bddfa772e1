import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphBuilder } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { simplify } from '../passes/simplify.ts';
import { slicesFirst } from '../passes/slices-first.ts';
import { planStep } from './plan-step.ts';
import { referenceScan, type ScanValues } from './testing/reference-scan.ts';
import { runPlan } from './testing/run-plan.ts';
import { lstmStep, randomStep } from './testing/step-graphs.ts';

/** Numbers that do not repeat soon, between -1 and 1. */
function numbers(size: number, seed: number): Float64Array {
  return Float64Array.from({ length: size }, (_, e) => Math.sin(12.9898 * (e + 1) + 78.233 * seed));
}

function valuesFor(graph: Graph, time: number): { inputs: ScanValues; cotangents: ScanValues } {
  const inputs: ScanValues = {};
  const cotangents: ScanValues = {};
  graph.nodes.forEach((node, seed) => {
    if (node.op !== 'input') return;
    const size = node.shape.reduce((a, b) => a * b, 1);
    const perStep = /^(?:x|mask|noise\/.*|d\/output)$/.test(node.name);
    const values = numbers(perStep ? time * size : size, seed);
    if (node.name.startsWith('d/')) cotangents[node.name.slice(2)] = values;
    else inputs[node.name] = values;
  });
  return { inputs, cotangents };
}

function expectSame(graph: Graph, time: number): void {
  const { inputs, cotangents } = valuesFor(graph, time);
  const expected = referenceScan(graph, time, inputs, cotangents);
  const actual = runPlan(planStep(graph), time, inputs, cotangents);
  for (const kind of ['outputs', 'gradients'] as const) {
    expect(Object.keys(actual[kind]).toSorted()).toEqual(Object.keys(expected[kind]).toSorted());
    for (const [name, values] of Object.entries(expected[kind])) {
      const scale = Math.max(1, ...values.map(Math.abs));
      const worst = values.reduce(
        (most, value, e) => Math.max(most, Math.abs(actual[kind][name]![e]! - value)),
        0,
      );
      expect(worst / scale, `${kind} ${name}`).toBeLessThan(1e-9);
    }
  }
}

describe('planStep', () => {
  it.each([1, 2, 5])('computes an LSTM and its gradient over %i steps', (time) => {
    expectSame(lstmStep({ batch: 3, inputSize: 2, units: 4 }), time);
  });

  it('plans few instructions for an LSTM: a product and a loop a step, and one more loop for the bias on the way back', () => {
    const plan = planStep(simplify(slicesFirst(lstmStep({ batch: 3, inputSize: 2, units: 4 }))));
    const kinds = (instructions: readonly { kind: string }[]): string =>
      instructions.map(({ kind }) => kind).join(' ');
    expect(kinds(plan.forward.before)).toBe('product');
    expect(kinds(plan.forward.step)).toBe('noise product loop');
    expect(kinds(plan.backward!.step)).toBe('noise loop product loop');
    expect(kinds(plan.backward!.after)).toContain('product product');
    const kept = plan.kept.map((buffer) => plan.buffers[buffer]!).filter(({ kind }) => kind === 'steps');
    expect(kept.map(({ size }) => size)).toEqual([3 * 4 * 4]);
  });

  it('computes what waits for a product in the loop after it', () => {
    const b = graphBuilder();
    const h = b.input('state/h', [2, 3]);
    const product = b.matmul(b.unary('neg', h), b.input('params/w', [3, 3]));
    const next = b.binary('mul', product, b.unary('exp', h));
    const { step } = planStep(b.finish({ output: next, 'state/h': next })).forward;
    expect(step.map((each) => (each.kind === 'loop' ? each.values.length : each.kind))).toEqual([
      2, // h, and what the product reads
      'product',
      4, // the product, h, exp, and their product
    ]);
  });

  it('computes what random steps say', () => {
    fc.assert(
      fc.property(randomStep, fc.integer({ min: 1, max: 4 }), (graph, time) => expectSame(graph, time)),
      { numRuns: 300, seed: 1 },
    );
  });
});
