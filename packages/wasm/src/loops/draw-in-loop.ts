import type { FunctionBuilder, Local } from '../assembler/index.ts';
import { eightNormals } from '../noise/eight-normals.ts';
import { keyVectors, splat } from '../noise/key-vectors.ts';
import type { Expression, ExpressionOps } from './expression.ts';

/** Arguments of a loop that draws noise: four times the next element's index, the key, and the stream of site 0. */
export type DrawArguments = readonly [first: Local, k0: Local, k1: Local, stream: Local];

/**
 * What gives the normals of a site for a vector of four elements, of those that are computed at once.
 *
 * @param leaf - Makes a leaf of a local, which is loaded before its first use if that takes code.
 */
export function drawInLoop(
  f: FunctionBuilder,
  ops: ExpressionOps,
  [first, k0, k1, stream]: DrawArguments,
  leaf: (local: Local, load?: () => void) => Expression,
): (site: number, vector: number) => Expression {
  const blocks = f.local('v128');
  const block = leaf(blocks, () => {
    f.get(first);
    // Two elements are a block.
    f.i32(3);
    f.op('i32.shr_u', 'i32x4.splat');
    f.i32x4(0, 1, 2, 3);
    f.op('i32x4.add');
    f.set(blocks);
  });
  const [a, b, c] = keyVectors(f, k0, k1);
  const key = [leaf(a), leaf(b), leaf(c)] as const;
  const streams = new Map<number, Expression>();
  const streamOf = (site: number): Expression => {
    const number = f.local('i32');
    f.get(stream);
    f.i32(site);
    f.op('i32.add');
    f.set(number);
    return leaf(splat(f, number));
  };
  return (site, vector) => {
    const known = streams.get(site) ?? streamOf(site);
    streams.set(site, known);
    // Two vectors are four blocks.
    const first = vector < 2 ? block : ops.addInt(block, ops.bits(4 * Math.floor(vector / 2)));
    return eightNormals(ops, { key, stream: known }, first, `tail ${site}`)[vector % 2]!;
  };
}
