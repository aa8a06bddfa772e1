import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphBuilder } from '../graph/build.ts';
import { printGraph } from '../graph/print.ts';
import { anyValues, randomCases } from '../graph/testing/random-graph.ts';
import { expectSameResults } from '../graph/testing/same-results.ts';
import { dependsOn, isLive, users } from './analysis.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { deadCode } from './dead-code.ts';
import { foldNoOps } from './fold-no-ops.ts';
import { shareConcats } from './share-concats.ts';
import { simplify } from './simplify.ts';

describe.each(Object.entries({ foldNoOps, commonSubexpressions, deadCode, simplify, shareConcats }))(
  '%s',
  (_name, pass) => {
    it('keeps results, on random graphs and any values', () => {
      fc.assert(
        fc.property(randomCases(anyValues), ({ graph, inputs }) => {
          expectSameResults(pass(graph), graph, inputs);
        }),
        { seed: 3, numRuns: 500 },
      );
    });

    it('leaves its argument as it was', () => {
      fc.assert(
        fc.property(randomCases(), ({ graph }) => {
          const before = structuredClone(graph);
          pass(graph);
          expect(graph).toEqual(before);
        }),
        { seed: 4, numRuns: 30 },
      );
    });
  },
);

describe('commonSubexpressions', () => {
  it('computes the same thing once, whatever the order of a sum', () => {
    const b = graphBuilder();
    const [x, y] = [b.input('x', [2]), b.input('y', [2])];
    const sums = b.binary('mul', b.binary('add', x, y), b.binary('add', y, x));
    const differences = b.binary('mul', b.binary('sub', x, y), b.binary('sub', y, x));
    const constants = b.binary('mul', b.constant([1, 2], [2]), b.constant([1, 2], [2]));
    const others = b.concat([b.constant([1, 3], [2]), b.constant([0, 0], [2]), b.constant([-0, 0], [2])], 0);
    expect(printGraph(commonSubexpressions(b.finish({ sums, differences, constants, others })))).toBe(
      `
%0 = input x [2]
%1 = input y [2]
%2 = add(%0, %1) [2]
%3 = mul(%2, %2) [2]
%4 = sub(%0, %1) [2]
%5 = sub(%1, %0) [2]
%6 = mul(%4, %5) [2]
%7 = constant {1, 2} [2]
%8 = mul(%7, %7) [2]
%9 = constant {1, 3} [2]
%10 = constant {0, 0} [2]
%11 = constant {0, 0} [2]
%12 = concat(%9, %10, %11, axis: 0) [6]
outputs sums: %3, differences: %6, constants: %8, others: %12`.trim(),
    );
  });

  it('leaves no two equal nodes, and tells attributes apart', () => {
    const b = graphBuilder();
    const x = b.input('x', [2, 2]);
    const parts = [
      b.reduce('sum', x, [0]),
      b.reduce('sum', x, [1]),
      b.reduce('max', x, [0]),
      b.slice(b.reshape(x, [4]), [0], [2]),
      b.slice(b.reshape(x, [4]), [1], [2]),
      b.slice(b.reshape(x, [4]), [0], [2], [2]),
      b.fill(Number.NaN, [2]),
      b.fill(Infinity, [2]),
      b.fill(0, [2]),
    ];
    const shared = commonSubexpressions(b.finish({ y: b.concat(parts, 0) }));
    expect(new Set(shared.nodes.at(-1)!.inputs).size).toBe(parts.length);
    expect(shared.nodes.filter(({ op }) => op === 'reshape')).toHaveLength(1);
  });
});

describe('deadCode', () => {
  it('keeps what outputs need, renumbered', () => {
    const b = graphBuilder();
    b.input('unused', [3]);
    const x = b.input('x', [2]);
    b.unary('exp', x);
    const y = b.unary('tanh', x);
    b.binary('add', x, y);
    expect(printGraph(deadCode(b.finish({ y, same: y })))).toBe(
      '%0 = input x [2]\n%1 = tanh(%0) [2]\noutputs y: %1, same: %1',
    );
  });

  it('leaves only nodes with a user or a name', () => {
    fc.assert(
      fc.property(randomCases(), ({ graph }) => {
        const kept = deadCode(graph);
        const named = new Set(Object.values(kept.outputs));
        expect(users(kept).every((each, id) => each.length > 0 || named.has(id))).toBe(true);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

describe('simplify', () => {
  it('is a fixed point', () => {
    fc.assert(
      fc.property(randomCases(), ({ graph }) => {
        const simple = simplify(graph);
        expect(simplify(simple)).toEqual(simple);
        expect(foldNoOps(simple)).toEqual(simple);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('goes through several layers', () => {
    const b = graphBuilder();
    const [x, w] = [b.input('x', [2, 3]), b.input('w', [4, 3])];
    const one = b.unary('exp', b.binary('sub', b.fill(2, [1, 1]), b.fill(2, [1, 1])));
    const turned = b.reshape(b.transpose(w, [1, 0]), [1, 3, 4]);
    const product = b.reshape(b.matmul(b.reshape(x, [1, 2, 3]), turned), [2, 4]);
    const y = b.binary('mul', product, b.broadcast(one, [2, 4]));
    expect(printGraph(simplify(b.finish({ y })))).toBe(
      '%0 = input x [2, 3]\n%1 = input w [4, 3]\n%2 = matmul(%0, %1^T) [2, 4]\noutputs y: %2',
    );
  });
});

describe('analysis', () => {
  const b = graphBuilder();
  const [x, w] = [b.input('x', [2]), b.input('w', [2])];
  const square = b.binary('mul', x, x);
  const sum = b.binary('add', square, w);
  const unused = b.unary('neg', w);
  const graph = b.finish({ y: b.unary('tanh', sum) });

  it('dependsOn is transitive', () => {
    expect(dependsOn(graph, (node) => node.op === 'input' && node.name === 'x')).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(dependsOn(graph, (_, id) => id === w)).toEqual([false, true, false, true, true, true]);
  });

  it('users lists each user once', () => {
    expect(users(graph)).toEqual([[square], [sum, unused], [sum], [5], [], []]);
  });

  it('isLive is what outputs need', () => {
    expect(isLive(graph)).toEqual([true, true, true, true, false, true]);
  });
});
