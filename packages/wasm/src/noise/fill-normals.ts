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

/** Adds `fillNormals(at, firstBlock, count, k0, k1, stream)`: four blocks, eight elements, at a time. */
function addFillNormals(m: ModuleBuilder): void {
  const storeFirst = addStoreFirst(m, 'storeFirst');
  m.func(
    'fillNormals',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, at, first, count, k0, k1, stream) => {
      const done = f.local('i32');
      const block = f.local('v128');
      const leaves = [block, splat(f, stream), splat(f, k0), splat(f, k1), lastKey(f, k0, k1)];
      f.get(first);
      f.op('i32x4.splat');
      f.i32x4(0, 1, 2, 3);
      f.op('i32x4.add');
      f.set(block);

      const ops = expressionOps();
      const key = [ops.leaf(2), ops.leaf(3), ops.leaf(4)] as const;
      const words = threefry(ops, key, [ops.leaf(0), ops.leaf(1)]);
      const [mostly, always] = [centralNormal, normalFromWord].map((f) => words.map((word) => f(ops, word)));
      const tails = words.map((word) => isInTail(ops, word));
      const someInTail = ops.or(tails[0]!, tails[1]!);
      const expressions = printer(f, [...mostly!, someInTail, ...always!], leaves);
      const normals = [f.local('v128'), f.local('v128')] as const;
      const [even, odd] = normals;
      const set = (values: readonly Expression[]): void => {
        values.forEach((value, i) => {
          expressions.print(value);
          f.set(normals[i]!);
        });
      };
      const draw = (): void => {
        expressions.restart();
        set(mostly!);
        expressions.print(someInTail);
        f.op('v128.any_true');
        f.if(() => set(always!));
      };
      const half = (lanes: (typeof halves)[number]): void => {
        f.get(even);
        f.get(odd);
        f.shuffle(lanes);
      };

      whileFits(f, done, count, 8, () => {
        draw();
        halves.forEach((lanes, i) => {
          f.get(at);
          half(lanes);
          f.memory('v128.store', 16 * i);
        });
        increase(f, at, 32);
        f.get(block);
        f.i32x4(4);
        f.op('i32x4.add');
        f.set(block);
      });
      draw();
      halves.forEach(half);
      f.get(at);
      f.get(count);
      f.i32(7);
      f.op('i32.and');
      f.call(storeFirst);
    },
  );
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
