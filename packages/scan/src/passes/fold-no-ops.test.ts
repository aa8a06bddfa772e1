import { describe, expect, it } from 'vitest';
import { type GraphBuilder, graphBuilder } from '../graph/build.ts';
import type { NodeId } from '../graph/graph.ts';
import { printGraph } from '../graph/print.ts';
import { deadCode } from './dead-code.ts';
import { foldNoOps } from './fold-no-ops.ts';

type Make = (b: GraphBuilder, x: NodeId, y: NodeId) => NodeId;

/** What is left of one output over x and y, both [2, 3], as lines without the inputs. */
function folded(make: Make): string {
  const b = graphBuilder();
  const [x, y] = [b.input('x', [2, 3]), b.input('y', [2, 3])];
  const graph = b.finish({ x, y, z: make(b, x, y) });
  const lines = printGraph(deadCode(foldNoOps(graph))).split('\n');
  return [...lines.slice(2, -1), lines.at(-1)!.replace('outputs x: %0, y: %1, z: ', '')].join('; ');
}

const fill = (b: GraphBuilder, value: number): NodeId => b.fill(value, [2, 3]);

describe('foldNoOps', () => {
  it.each<[string, Make, string]>([
    ['x + 0', (b, x) => b.binary('add', x, fill(b, 0)), '%0'],
    ['0 + x', (b, x) => b.binary('add', fill(b, 0), x), '%0'],
    ['x - 0', (b, x) => b.binary('sub', x, fill(b, 0)), '%0'],
    ['0 - x', (b, x) => b.binary('sub', fill(b, 0), x), '%2 = neg(%0) [2, 3]; %2'],
    ['x 1', (b, x) => b.binary('mul', x, fill(b, 1)), '%0'],
    ['1 x', (b, x) => b.binary('mul', fill(b, 1), x), '%0'],
    ['-1 x', (b, x) => b.binary('mul', fill(b, -1), x), '%2 = neg(%0) [2, 3]; %2'],
    ['x / 1', (b, x) => b.binary('div', x, fill(b, 1)), '%0'],
    ['x ^ 1', (b, x) => b.binary('pow', x, fill(b, 1)), '%0'],
    ['x + -y', (b, x, y) => b.binary('add', x, b.unary('neg', y)), '%2 = sub(%0, %1) [2, 3]; %2'],
    ['-x + y', (b, x, y) => b.binary('add', b.unary('neg', x), y), '%2 = sub(%1, %0) [2, 3]; %2'],
    ['x - -y', (b, x, y) => b.binary('sub', x, b.unary('neg', y)), '%2 = add(%0, %1) [2, 3]; %2'],
    ['-(x - y)', (b, x, y) => b.unary('neg', b.binary('sub', x, y)), '%2 = sub(%1, %0) [2, 3]; %2'],
    ['-(-x)', (b, x) => b.unary('neg', b.unary('neg', x)), '%0'],
    ['|-x|', (b, x) => b.unary('abs', b.unary('neg', x)), '%2 = abs(%0) [2, 3]; %2'],
    ['||x||', (b, x) => b.unary('abs', b.unary('abs', x)), '%2 = abs(%0) [2, 3]; %2'],
    ['1 ? x : y', (b, x, y) => b.select(fill(b, 1), x, y), '%0'],
    ['0 ? x : y', (b, x, y) => b.select(fill(b, 0), x, y), '%1'],
    ['x ? y : y', (b, x, y) => b.select(x, y, y), '%1'],
  ])('arithmetic: %s', (_what, make, expected) => {
    expect(folded(make)).toBe(expected);
  });

  it.each<[string, Make, string]>([
    ['reshape to the same', (b, x) => b.reshape(x, [2, 3]), '%0'],
    ['reshape there and back', (b, x) => b.reshape(b.reshape(x, [6]), [2, 3]), '%2 = reshape(%0) [2, 3]; %2'],
    ['broadcast to the same', (b, x) => b.broadcast(x, [2, 3]), '%0'],
    [
      'broadcast twice',
      (b) => b.broadcast(b.broadcast(b.input('v', [1, 1]), [1, 3]), [2, 3]),
      '%2 = input v [1, 1]; %3 = broadcast(%2) [2, 3]; %3',
    ],
    ['transpose of nothing', (b, x) => b.transpose(x, [0, 1]), '%0'],
    [
      'transpose twice',
      (b) => b.transpose(b.transpose(b.input('v', [2, 3, 4]), [1, 2, 0]), [2, 1, 0]),
      '%2 = input v [2, 3, 4]; %3 = transpose(%2, perm: [0, 2, 1]) [2, 4, 3]; %3',
    ],
    ['slice of all', (b, x) => b.slice(x, [0, 0], [2, 3]), '%0'],
    [
      'slice of a slice',
      (b) => b.slice(b.slice(b.input('v', [9]), [7], [4], [-2]), [1], [2], [2]),
      '%2 = input v [9]; %3 = slice(%2, begin: [5], strides: [-4]) [2]; %3',
    ],
    ['concat of one', (b, x) => b.concat([x], 1), '%0'],
    [
      'sum over axes of size 1',
      (b) => b.reduce('sum', b.input('v', [1, 5, 1]), [0, 2]),
      '%2 = input v [1, 5, 1]; %3 = reshape(%2) [5]; %3',
    ],
    [
      'max of repeated values',
      (b) => b.reduce('max', b.broadcast(b.input('v', [1, 5, 1]), [3, 5, 2]), [0]),
      '%2 = input v [1, 5, 1]; %3 = reshape(%2) [5, 1]; %4 = broadcast(%3) [5, 2]; %4',
    ],
    [
      'sum of repeated values',
      (b) => b.reduce('sum', b.broadcast(b.input('v', [1, 5]), [3, 5]), [0]),
      '%2 = input v [1, 5]; %3 = reshape(%2) [5]; %4 = fill 3 [5]; %5 = mul(%3, %4) [5]; %6 = broadcast(%5) [5]; %6',
    ],
  ])('movement: %s', (_what, make, expected) => {
    expect(folded(make)).toBe(expected);
  });

  it.each<[string, Make, string]>([
    ['of x^T', (b, x, y) => b.matmul(b.transpose(x, [1, 0]), y), '%2 = matmul(%0^T, %1) [3, 3]; %2'],
    ['of y^T', (b, x, y) => b.matmul(x, b.transpose(y, [1, 0])), '%2 = matmul(%0, %1^T) [2, 2]; %2'],
    [
      'of both, flagged',
      (b, x, y) => b.matmul(b.transpose(x, [1, 0]), b.transpose(y, [1, 0]), { transposeA: true }),
      '%2 = matmul(%0, %1^T) [2, 2]; %2',
    ],
    [
      'batched',
      (b) => b.matmul(b.input('v', [2, 3, 4]), b.transpose(b.input('w', [2, 5, 4]), [0, 2, 1])),
      '%2 = input v [2, 3, 4]; %3 = input w [2, 5, 4]; %4 = matmul(%2, %3^T) [2, 3, 5]; %4',
    ],
    [
      'of one matrix each',
      (b) => b.matmul(b.input('v', [1, 3, 4]), b.input('w', [1, 3, 2]), { transposeA: true }),
      '%2 = input v [1, 3, 4]; %3 = input w [1, 3, 2]; %4 = reshape(%2) [3, 4]; %5 = reshape(%3) [3, 2]; ' +
        '%6 = matmul(%4^T, %5) [4, 2]; %7 = reshape(%6) [1, 4, 2]; %7',
    ],
  ])('products: %s', (_what, make, expected) => {
    expect(folded(make)).toBe(expected);
  });

  it.each<[string, Make, string]>([
    ['functions of fills', (b) => b.unary('exp', fill(b, 1)), '%2 = fill 2.7182817 [2, 3]; %2'],
    ['moved fills', (b) => b.reshape(b.transpose(fill(b, 7), [1, 0]), [6]), '%2 = fill 7 [6]; %2'],
    ['broadcast fills', (b) => b.broadcast(b.fill(7, [1, 3]), [2, 3]), '%2 = fill 7 [2, 3]; %2'],
    ['equal fills together', (b) => b.concat([fill(b, 7), fill(b, 7)], 1), '%2 = fill 7 [2, 6]; %2'],
    ['equal constants', (b) => b.constant([4, 4], [2]), '%2 = fill 4 [2]; %2'],
    [
      'small constants',
      (b) => b.binary('div', b.constant([1, 2], [2]), b.fill(3, [2])),
      '%2 = constant {0.33333334, 0.6666667} [2]; %2',
    ],
    ['sums of constants', (b) => b.reduce('sum', b.constant([1, 2, 3], [3]), [0]), '%2 = fill 6 []; %2'],
  ])('constants: %s', (_what, make, expected) => {
    expect(folded(make)).toBe(expected);
  });

  it.each<[string, Make, string]>([
    ['0 x, which is NaN for infinite x', (b, x) => b.binary('mul', x, fill(b, 0)), 'mul'],
    ['1 / x', (b, x) => b.binary('div', fill(b, 1), x), 'div'],
    ['1 - x', (b, x) => b.binary('sub', fill(b, 1), x), 'sub'],
    ['1 ^ x', (b, x) => b.binary('pow', fill(b, 1), x), 'pow'],
    ['x - x, which is NaN for infinite x', (b, x) => b.binary('sub', x, x), 'sub'],
    ['not not x, which is 0 or 1', (b, x) => b.unary('not', b.unary('not', x)), 'not'],
    ['a reversed slice', (b, x) => b.slice(x, [1, 2], [2, 3], [-1, -1]), 'slice'],
    ['constants to repeat', (b) => b.broadcast(b.constant([1, 2, 3], [1, 3]), [2, 3]), 'broadcast'],
    [
      'constants of many elements',
      (b) =>
        b.unary(
          'exp',
          b.constant(
            Array.from({ length: 5000 }, (_, i) => i),
            [5000],
          ),
        ),
      'exp',
    ],
    [
      'the product of a batch axis moved',
      (b) => b.matmul(b.transpose(b.input('v', [3, 2, 4]), [1, 0, 2]), b.fill(1, [2, 4, 2])),
      'transpose',
    ],
  ])('keeps %s', (_what, make, kept) => {
    expect(folded(make)).toContain(`= ${kept}(`);
  });
});
