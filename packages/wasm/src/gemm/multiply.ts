import {
  addStoreFirst,
  type FunctionBuilder,
  increase,
  increaseBy,
  type Local,
  type ModuleBuilder,
  repeat,
} from '../assembler/index.ts';
import { whileTall } from './heights.ts';
import { addTile, type Order, tileColumns, tileHeights } from './tile.ts';

/**
 * Adds `name(a, aStride, b, bPanel, bStep, c, cRow, m, n, k, accumulate)`: `C (+)= A B` tile by tile.
 *
 * A is as {@link addTile} says, strip after strip; panel j of B, the columns 8 j to 8 j + 7, starts at `b + j bPanel` and its rows are
 * `bStep` apart, all in bytes. A panel stays in the first cache while the rows of A pass by.
 */
export function addMultiply(m: ModuleBuilder, name: string, order: Order): void {
  const storeFirst = addStoreFirst(m, `${name}Store`);
  const tiles = tileHeights.map((height) => ({
    height,
    tile: addTile(m, `${name}Tile${height}`, height, order, storeFirst),
  }));
  m.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, a, aStride, b, bPanel, bStep, c, cRow, rowCount, columnCount, k, accumulate) => {
      const [tileA, tileC] = [f.local('i32'), f.local('i32')];
      const rowsLeft = f.local('i32');
      const columnsHere = f.local('i32');
      const [panel, panels] = [f.local('i32'), f.local('i32')];
      countPanels(f, panels, columnCount);

      repeat(f, panel, panels, () => {
        minimum(f, columnsHere, columnCount, tileColumns);
        copy(f, a, tileA);
        copy(f, c, tileC);
        copy(f, rowCount, rowsLeft);
        for (const { height, tile } of tiles) {
          whileTall(f, rowsLeft, height, () => {
            for (const each of [tileA, aStride, b, bStep, tileC, cRow, columnsHere, k, accumulate])
              f.get(each);
            f.call(tile);
            increaseByProduct(
              f,
              tileA,
              order === 'rows' ? aStride : k,
              order === 'rows' ? height : 4 * height,
            );
            increaseByProduct(f, tileC, cRow, height);
            increase(f, rowsLeft, -height);
          });
        }
        increaseBy(f, b, bPanel);
        increase(f, c, 4 * tileColumns);
        increase(f, columnCount, -tileColumns);
      });
    },
  );
}

/** `count = ceil(columns / 8)`. */
function countPanels(f: FunctionBuilder, count: Local, columns: Local): void {
  f.get(columns);
  f.i32(tileColumns - 1);
  f.op('i32.add');
  f.i32(tileColumns);
  f.op('i32.div_u');
  f.set(count);
}

function minimum(f: FunctionBuilder, result: Local, value: Local, limit: number): void {
  f.get(value);
  f.i32(limit);
  f.get(value);
  f.i32(limit);
  f.op('i32.lt_u', 'select');
  f.set(result);
}

function copy(f: FunctionBuilder, from: Local, to: Local): void {
  f.get(from);
  f.set(to);
}

/** `local += by times`. */
function increaseByProduct(f: FunctionBuilder, local: Local, by: Local, times: number): void {
  f.get(local);
  f.get(by);
  f.i32(times);
  f.op('i32.mul', 'i32.add');
  f.set(local);
}
