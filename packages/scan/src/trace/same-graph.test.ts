import { describe, expect, it } from 'vitest';
import { graphBuilder } from '../graph/build.ts';
import type { Graph } from '../graph/graph.ts';
import { sameGraph } from './same-graph.ts';

const graph = (values: number[], name = 'y', swapped = false): Graph => {
  const b = graphBuilder();
  const [x, constant] = [b.input('x', [2]), b.constant(values, [2])];
  return b.finish({ [name]: swapped ? b.binary('sub', constant, x) : b.binary('sub', x, constant) });
};

describe('sameGraph', () => {
  it('holds for graphs that were built alike', () => {
    expect(sameGraph(graph([1, Number.NaN]), graph([1, Number.NaN]))).toBe(true);
  });

  it.each([
    ['constants', graph([1, 3])],
    ['signs of zero', graph([1, -0])],
    ['names', graph([1, 0], 'z')],
    ['edges', graph([1, 0], 'y', true)],
    ['numbers of nodes', { ...graph([1, 0]), nodes: graph([1, 0]).nodes.slice(0, 2) }],
  ])('does not hold for other %s', (_what, other) => {
    expect(sameGraph(graph([1, 0]), other)).toBe(false);
    expect(sameGraph(other, graph([1, 0]))).toBe(false);
  });
});
