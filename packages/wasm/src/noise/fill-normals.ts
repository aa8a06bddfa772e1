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
import { expressionOps, printer } from '../loops/expression.ts';
import { normalFromWord } from './normal.ts';
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
      const normals = threefry(ops, key, [ops.leaf(0), ops.leaf(1)]).map((word) => normalFromWord(ops, word));
      const words = printer(f, normals, leaves);
      const [even, odd] = [f.local('v128'), f.local('v128')];
      const draw = (): void => {
        words.restart();
        [even, odd].forEach((local, i) => {
          words.print(normals[i]!);
          f.set(local);
        });
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
