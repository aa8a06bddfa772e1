import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphBuilder } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { randomCases } from '../graph/testing/random-graph.ts';
import { expectSameResults } from '../graph/testing/same-results.ts';
import { thinProducts } from './thin-products.ts';

interface Case {
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function productOf({ batch, m, n, k, transposeA, transposeB }: Case): Graph {
  const b = graphBuilder();
  const left = b.input('a', [...batch, ...(transposeA ? [k, m] : [m, k])]);
  const right = b.input('b', [...batch, ...(transposeB ? [n, k] : [k, n])]);
  return b.finish({ c: b.matmul(left, right, { transposeA, transposeB }) });
}

/** Quarters: every product and sum of a few is exact. */
function valuesOf(graph: Graph): Record<string, Float64Array> {
  const inputs = graph.nodes.flatMap((node) => (node.op === 'input' ? [node] : []));
  return Object.fromEntries(
    inputs.map(({ name, shape }, i) => [
      name,
      Float64Array.from(
        { length: shape.reduce((a, b) => a * b, 1) },
        (_, e) => (((e * 7 + i * 5) % 23) - 11) / 4,
      ),
    ]),
  );
}

const size = fc.integer({ min: 1, max: 5 });
const cases: fc.Arbitrary<Case> = fc.record({
  batch: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  m: size,
  n: size,
  k: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
});

describe('thinProducts', () => {
  it('keeps products of all sizes and orders', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const graph = productOf(each);
        expectSameResults(thinProducts(graph), graph, valuesOf(graph));
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('keeps results on random graphs', () => {
    fc.assert(
      fc.property(randomCases(), ({ graph, inputs }) =>
        expectSameResults(thinProducts(graph), graph, inputs),
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  it('takes batches with a size below 3, and nothing else', () => {
    const isTaken = (each: Partial<Case>): boolean => {
      const all = { batch: [4], m: 5, n: 5, k: 5, transposeA: false, transposeB: false, ...each };
      return !thinProducts(productOf(all)).nodes.some(({ op }) => op === 'matmul');
    };
    expect([{ m: 1 }, { n: 2 }, { k: 1 }].map(isTaken)).toEqual([true, true, true]);
    expect([{}, { m: 3 }, { batch: [1], m: 1 }, { batch: [], k: 1 }].map(isTaken)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
