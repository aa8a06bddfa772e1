import { increase, increaseBy, type ModuleBuilder, repeat } from '../assembler/index.ts';
import { whileTall } from './heights.ts';
import { tileHeights } from './tile.ts';

/**
 * Adds `packStrips(a, aColumn, strips, m, k)`: the [m, k] matrix whose element [i, p] is at `a + 4 i + p aColumn` as
 * strips of as many rows as a tile has, each column of a strip in one piece after the other.
 *
 * Up to 12 bytes behind the last strip are written.
 */
export function addPackStrips(m: ModuleBuilder): void {
  m.func('packStrips', ['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, a, aColumn, to, rowsLeft, k) => {
    const [from, p] = [f.local('i32'), f.local('i32')];
    for (const height of tileHeights) {
      whileTall(f, rowsLeft, height, () => {
        f.get(a);
        f.set(from);
        repeat(f, p, k, () => {
          for (let row = 0; row < height; row += 4) {
            f.get(to);
            f.get(from);
            f.memory('v128.load', 4 * row);
            f.memory('v128.store', 4 * row);
          }
          increaseBy(f, from, aColumn);
          increase(f, to, 4 * height);
        });
        increase(f, a, 4 * height);
        increase(f, rowsLeft, -height);
      });
    }
  });
}
