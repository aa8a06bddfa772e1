import type { Words } from '@unsaturate/core';
import {
  addStoreFirst,
  type FunctionBuilder,
  increase,
  type Local,
  type ModuleBuilder,
  moduleBuilder,
  type ModuleOptions,
  whileFits,
} from '../assembler/index.ts';
import type { Call, Crew } from '../threads/crew.ts';
import { type Expression, expressionOps } from '../loops/expression.ts';
import { printer } from '../loops/printer.ts';
import { eightNormals } from './eight-normals.ts';
import { keyVectors, splat } from './key-vectors.ts';

/**
 * Writes standard normals `first` to `first + count - 1` of a stream to memory, as `fillNormals` of @unsaturate/core up
 * to float32 rounding; `first` is even.
 */
export type FillNormals = (at: number, first: number, count: number, key: Words, stream: number) => Call;

/** Compiles {@link FillNormals}. */
export function createFillNormals(crew: Crew, options: ModuleOptions): FillNormals {
  const module = moduleBuilder(options);
  addFillNormals(module);
  const { fillNormals } = crew.load<'fillNormals'>(module.encode());
  return (at, first, count, key, stream) => [fillNormals, at, first / 2, count, key[0], key[1], stream];
}

/** Vectors of blocks that are computed at once: the words of one wait for each other, those of several do not. */
const vectorsAtOnce = 3;

/** Adds `fillNormals(at, firstBlock, count, k0, k1, stream)`. */
function addFillNormals(m: ModuleBuilder): void {
  const storeFirst = addStoreFirst(m, 'storeFirst');
  m.func(
    'fillNormals',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, at, first, count, k0, k1, stream) => {
      const done = f.local('i32');
      const block = f.local('v128');
      f.get(first);
      f.op('i32x4.splat');
      f.i32x4(0, 1, 2, 3);
      f.op('i32x4.add');
      f.set(block);
      const leaves = [block, splat(f, stream), ...keyVectors(f, k0, k1)];

      for (const vectors of [vectorsAtOnce, 1]) {
        const draw = drawer(f, leaves, vectors);
        whileFits(f, done, count, 8 * vectors, () => {
          draw().forEach((print, i) => {
            f.get(at);
            print();
            f.memory('v128.store', 16 * i);
          });
          increase(f, at, 32 * vectors);
          f.get(block);
          f.i32x4(4 * vectors);
          f.op('i32x4.add');
          f.set(block);
        });
      }
      for (const print of drawer(f, leaves, 1)()) print();
      f.get(at);
      f.get(count);
      f.i32(7);
      f.op('i32.and');
      f.call(storeFirst);
    },
  );
}

/** What draws the normals of the block in leaf 0 and those behind it, and gives what prints four of them after four. */
function drawer(f: FunctionBuilder, leaves: readonly Local[], vectors: number): () => (() => void)[] {
  const ops = expressionOps();
  const [block, stream, ...key] = leaves.map((_, i) => ops.leaf(i));
  const normals = Array.from({ length: vectors }, (_, v) => {
    const at = v === 0 ? block! : ops.addInt(block!, ops.bits(4 * v));
    return eightNormals(
      ops,
      { key: key as [Expression, Expression, Expression], stream: stream! },
      at,
      'tail',
    );
  }).flat();
  const expressions = printer(f, normals, leaves);
  return () => {
    expressions.restart(normals);
    expressions.compute(normals);
    return normals.map((each) => () => expressions.print(each));
  };
}
