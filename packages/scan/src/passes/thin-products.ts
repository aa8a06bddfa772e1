import { type GraphBuilder, rewrite } from '../graph/build.ts';
import type { NodeOf } from '../graph/dispatch.ts';
import type { Graph, NodeId } from '../graph/graph.ts';
import { sizeOf } from '../graph/shape.ts';

/** A matrix with fewer rows, columns or terms than this gains nothing from a kernel for products. */
const thick = 3;

/**
 * Batches of products in which a size is 1 or 2 become elementwise products and sums, so that they are part of loops:
 * what reads and writes a memory by attention is of this kind.
 *
 *     C[m, n] = A[m, 1] B[1, n] + A[m, 2] B[2, n]       if there are so few terms
 *     C[m, n] = sum_k A[m, k] B[k, n]                   if there are so few rows or columns
 */
export function thinProducts(graph: Graph): Graph {
  return rewrite(graph, (node, builder) => {
    if (node.op !== 'matmul' || sizeOf(node.shape.slice(0, -2)) === 1) return builder.add(node);
    const { batch, m, n, k } = sizesOf(node, builder);
    const sizes = { batch: [sizeOf(batch)], m, n, k };
    if (Math.min(m, n, k) >= thick || Math.min(m, n, k) === 0) return builder.add(node);
    const [a, b] = node.inputs.map((id) => {
      const { shape } = builder.node(id);
      return builder.reshape(id, [...sizes.batch, ...shape.slice(-2)]);
    }) as [NodeId, NodeId];
    const product = { ...node, inputs: [a, b] } as NodeOf<'matmul'>;
    const result = k < thick ? sumOfTerms(product, sizes, builder) : sumOfProducts(product, sizes, builder);
    return builder.reshape(result, node.shape);
  });
}

interface Sizes {
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

function sizesOf({ shape, inputs: [a], transposeA }: NodeOf<'matmul'>, builder: GraphBuilder): Sizes {
  const [m, n] = shape.slice(-2) as [number, number];
  return { batch: shape.slice(0, -2), m, n, k: builder.node(a).shape.at(transposeA ? -2 : -1)! };
}

/** [batch, m, n], term by term. */
function sumOfTerms(
  { inputs: [a, b], transposeA, transposeB }: NodeOf<'matmul'>,
  { batch, m, n, k }: Sizes,
  builder: GraphBuilder,
): NodeId {
  const [items] = batch as [number];
  const shape = [items, m, n];
  const spread = (factor: NodeId, begin: number[], part: number[], kept: number[]): NodeId =>
    builder.broadcast(builder.reshape(builder.slice(factor, [0, ...begin], [items, ...part]), kept), shape);
  const terms = Array.from({ length: k }, (_, p) =>
    builder.binary(
      'mul',
      spread(a, transposeA ? [p, 0] : [0, p], transposeA ? [1, m] : [m, 1], [items, m, 1]),
      spread(b, transposeB ? [0, p] : [p, 0], transposeB ? [n, 1] : [1, n], [items, 1, n]),
    ),
  );
  return terms.reduce((sum, term) => builder.binary('add', sum, term));
}

/** [batch, m, n], in the order of axes in which the factors lie in memory. */
function sumOfProducts(
  { inputs: [a, b], transposeA, transposeB }: NodeOf<'matmul'>,
  { batch, m, n, k }: Sizes,
  builder: GraphBuilder,
): NodeId {
  const [items] = batch as [number];
  if (transposeA && m >= n) {
    // C' = B' A': [n, k] times [k, m], whose rows lie one behind the other.
    const c = rowsOfRight(b, a, { transposed: !transposeB, items, m: n, n: m, k }, builder);
    return builder.transpose(c, [0, 2, 1]);
  }
  if (!transposeB) return rowsOfRight(a, b, { transposed: transposeA, items, m, n, k }, builder);
  const left = builder.reshape(transposeA ? builder.transpose(a, [0, 2, 1]) : a, [items, m, 1, k]);
  const right = builder.reshape(b, [items, 1, n, k]);
  return dot(left, right, [items, m, n, k], 3, builder);
}

interface RightRows {
  /** Whether the left factor is [k, m]. */
  readonly transposed: boolean;
  readonly items: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** [items, m, n] of a left factor and a right one [items, k, n]. */
function rowsOfRight(
  left: NodeId,
  right: NodeId,
  { transposed, items, m, n, k }: RightRows,
  builder: GraphBuilder,
): NodeId {
  const rows = transposed ? builder.transpose(left, [0, 2, 1]) : left;
  const shape = [items, m, k, n];
  return dot(
    builder.reshape(rows, [items, m, k, 1]),
    builder.reshape(right, [items, 1, k, n]),
    shape,
    2,
    builder,
  );
}

function dot(a: NodeId, b: NodeId, shape: readonly number[], axis: number, builder: GraphBuilder): NodeId {
  const product = builder.binary('mul', builder.broadcast(a, shape), builder.broadcast(b, shape));
  return builder.reduce('sum', product, [axis]);
}
