import { increase } from './control.ts';
import type { FunctionRef } from './function-builder.ts';
import type { ModuleBuilder } from './module-builder.ts';

/** Adds `name(first, second, at, count)`: stores the first `count` (0 to 7) of eight values, and nothing behind them. */
export function addStoreFirst(m: ModuleBuilder, name: string): FunctionRef {
  return m.func(name, ['v128', 'v128', 'i32', 'i32'], [], (f, first, second, at, count) => {
    const when = (bit: number, store: () => void, moveOn: () => void): void => {
      f.get(count);
      f.i32(bit);
      f.op('i32.and');
      f.if(() => {
        f.get(at);
        f.get(first);
        store();
        moveOn();
        f.set(first);
        increase(f, at, 4 * bit);
      });
    };
    when(
      4,
      () => f.memory('v128.store'),
      () => f.get(second),
    );
    when(
      2,
      () => f.laneMemory('v128.store64_lane', 0),
      () => {
        f.get(first);
        f.get(first);
        f.shuffle([2, 3, 2, 3]);
      },
    );
    when(
      1,
      () => f.laneMemory('v128.store32_lane', 0),
      () => f.get(first),
    );
  });
}
