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
import { type Expression, expressionOps, printer } from '../loops/expression.ts';
import { centralNormal, isInTail, normalFromWord } from './normal.ts';
import { parity, threefry } from './threefry.ts';

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

/** Of two vectors of words 0 and 1 of four blocks: elements 0 to 3, and 4 to 7. */
const halves = [
  [0, 4, 1, 5],
  [2, 6, 3, 7],
] as const;

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
      const leaves = [block, splat(f, stream), splat(f, k0), splat(f, k1), lastKey(f, k0, k1)];

      for (const vectors of [vectorsAtOnce, 1]) {
        const draw = drawer(f, leaves, vectors);
        whileFits(f, done, count, 8 * vectors, () => {
          draw().forEach((normals, v) => {
            halves.forEach((lanes, i) => {
              f.get(at);
              for (const each of normals) f.get(each);
              f.shuffle(lanes);
              f.memory('v128.store', 32 * v + 16 * i);
            });
          });
          increase(f, at, 32 * vectors);
          f.get(block);
          f.i32x4(4 * vectors);
          f.op('i32x4.add');
          f.set(block);
        });
      }
      const [last] = drawer(f, leaves, 1)();
      for (const lanes of halves) {
        for (const each of last!) f.get(each);
        f.shuffle(lanes);
      }
      f.get(at);
      f.get(count);
      f.i32(7);
      f.op('i32.and');
      f.call(storeFirst);
    },
  );
}

/** Normals of four blocks: words 0, then words 1. */
type Normals = readonly [Local, Local];

/** What draws the normals of the block in leaf 0 and those behind it, and gives where they are. */
function drawer(f: FunctionBuilder, leaves: readonly Local[], vectors: number): () => readonly Normals[] {
  const ops = expressionOps();
  const key = [ops.leaf(2), ops.leaf(3), ops.leaf(4)] as const;
  const words = Array.from({ length: vectors }, (_, v) =>
    threefry(ops, key, [v === 0 ? ops.leaf(0) : ops.addInt(ops.leaf(0), ops.bits(4 * v)), ops.leaf(1)]),
  ).flat();
  const [mostly, always] = [centralNormal, normalFromWord].map((f) => words.map((word) => f(ops, word))) as [
    Expression[],
    Expression[],
  ];
  const someInTail = words.map((word) => isInTail(ops, word)).reduce((a, b) => ops.or(a, b));
  const expressions = printer(f, [...mostly, someInTail, ...always], leaves);
  const normals = words.map(() => f.local('v128'));
  const set = (values: readonly Expression[]): void => {
    values.forEach((value, i) => {
      expressions.print(value);
      f.set(normals[i]!);
    });
  };
  return () => {
    expressions.restart();
    for (const word of [0, 1]) expressions.compute(words.filter((_, i) => i % 2 === word));
    expressions.compute(mostly);
    set(mostly);
    expressions.print(someInTail);
    f.op('v128.any_true');
    f.if(() => set(always));
    return Array.from({ length: vectors }, (_, v): Normals => [normals[2 * v]!, normals[2 * v + 1]!]);
  };
}

function splat(f: FunctionBuilder, value: Local): Local {
  const vector = f.local('v128');
  f.get(value);
  f.op('i32x4.splat');
  f.set(vector);
  return vector;
}

function lastKey(f: FunctionBuilder, k0: Local, k1: Local): Local {
  const vector = f.local('v128');
  f.i32(parity);
  f.get(k0);
  f.get(k1);
  f.op('i32.xor', 'i32.xor', 'i32x4.splat');
  f.set(vector);
  return vector;
}
