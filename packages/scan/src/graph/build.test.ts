import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GraphBuilder, graphBuilder, rewrite } from './build.ts';
import { InvalidGraphError } from './check.ts';
import type { NodeId } from './graph.ts';
import { randomCases } from './testing/random-graph.ts';

describe('graphBuilder', () => {
  it.each<[string, (b: GraphBuilder, x: NodeId) => NodeId, string]>([
    ['binary', (b, x) => b.binary('add', x, b.fill(1, [3])), 'inputs must have the shape of the result'],
    ['matmul', (b, x) => b.matmul(x, x), 'inner sizes must be equal'],
    ['matmul of a vector', (b) => b.matmul(b.fill(1, [3]), b.fill(1, [3])), 'factors must have two axes'],
    ['batched matmul', (b, x) => b.matmul(x, b.fill(1, [2, 3, 4])), 'leading axes must be equal'],
    ['reduce', (b, x) => b.reduce('sum', x, [1, 0]), 'axes must rise'],
    ['reshape', (b, x) => b.reshape(x, [5]), 'the number of elements must stay'],
    ['broadcast', (b, x) => b.broadcast(x, [4, 3]), 'repeated axes have size 1'],
    ['transpose', (b, x) => b.transpose(x, [0, 2]), 'perm must be a permutation'],
    ['slice', (b, x) => b.slice(x, [0, 1], [2, 3]), 'the slice must be within the input'],
    ['slice backward', (b, x) => b.slice(x, [0, 1], [2, 3], [1, -1]), 'the slice must be within the input'],
    ['concat', (b, x) => b.concat([x, b.fill(1, [3, 2])], 0), 'parts must have equal shapes'],
    ['concat of nothing', (b) => b.concat([], 0), 'parts must have equal shapes'],
    ['constant', (b) => b.constant([1, 2], [3]), 'values must be as many as elements'],
    ['fill', (b) => b.fill(1, [1.5]), 'sizes must be whole numbers'],
    ['unknown node', (b) => b.unary('neg', 7), 'there is no node %7'],
    ['later node', (b) => b.add({ op: 'reshape', inputs: [7], shape: [] }), 'inputs must come before'],
  ])('refuses a wrong %s', (_what, make, message) => {
    const b = graphBuilder();
    const x = b.input('x', [2, 3]);
    expect(() => make(b, x)).toThrow(InvalidGraphError);
    expect(() => make(b, x)).toThrow(message);
  });

  it('says which node is wrong and what its inputs are', () => {
    const b = graphBuilder();
    const x = b.input('x', [2, 3]);
    expect(() => b.matmul(x, x)).toThrow(
      'graph: %1 = matmul(%0, %0) [2, 3]: inner sizes must be equal. The shapes of its inputs are [2, 3], [2, 3].',
    );
    expect(() => b.finish({ y: 9 })).toThrow('graph: there is no node %9.');
  });
});

describe('rewrite', () => {
  it('that keeps every node gives the same graph', () => {
    fc.assert(
      fc.property(randomCases(), ({ graph }) => {
        expect(rewrite(graph, (node, builder) => builder.add(node))).toEqual(graph);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it('renames the users of a node that was replaced', () => {
    const b = graphBuilder();
    const negative = b.unary('neg', b.input('x', [2]));
    const graph = b.finish({ y: b.unary('exp', negative), z: negative });
    const replaced = rewrite(graph, (node, builder) =>
      node.op === 'unary' && node.fn === 'neg'
        ? builder.binary('sub', builder.fill(0, node.shape), node.inputs[0])
        : builder.add(node),
    );
    const expected = graphBuilder();
    const x = expected.input('x', [2]);
    const difference = expected.binary('sub', expected.fill(0, [2]), x);
    expect(replaced).toEqual(expected.finish({ y: expected.unary('exp', difference), z: difference }));
  });
});
