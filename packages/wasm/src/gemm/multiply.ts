import {
  type FunctionBuilder,
  increase,
  increaseBy,
  type Local,
  type ModuleBuilder,
  repeat,
} from '../assembler/index.ts';
import { addTile, tileColumns, tileRows } from './tile.ts';

/**
 * Adds `name(a, aRow, aStep, b, bPanel, bStep, c, cRow, m, n, k, accumulate)`: `C (+)= A B` tile by tile.
 *
 * Element [i, p] of A is at `a + i aRow + p aStep`; panel j of B, the columns 8 j to 8 j + 7, starts at
 * `b + j bPanel` and its rows are `bStep` apart, all in bytes. A panel stays in the first cache while the rows of A
 * pass by.
 *
 * @param contiguous - Whether rows of A are contiguous (`aStep` is 4).
 */
export function addMultiply(m: ModuleBuilder, name: string, contiguous: boolean): void {
  const tile = addTile(m, `${name}Tile`, contiguous);
  m.func(
    name,
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, a, aRow, aStep, b, bPanel, bStep, c, cRow, rowCount, columnCount, k, accumulate) => {
      const rows = Array.from({ length: tileRows }, () => f.local('i32'));
      const tileC = f.local('i32');
      const rowsLeft = f.local('i32');
      const rowsHere = f.local('i32');
      const columnsHere = f.local('i32');
      const [panel, block] = [f.local('i32'), f.local('i32')];
      const [panels, blocks] = [f.local('i32'), f.local('i32')];
      countTiles(f, panels, columnCount, tileColumns);
      countTiles(f, blocks, rowCount, tileRows);

      repeat(f, panel, panels, () => {
        minimum(f, columnsHere, columnCount, tileColumns);
        f.get(a);
        f.set(rows[0]!);
        f.get(c);
        f.set(tileC);
        f.get(rowCount);
        f.set(rowsLeft);
        repeat(f, block, blocks, () => {
          minimum(f, rowsHere, rowsLeft, tileRows);
          for (let r = 1; r < tileRows; r++) followingRow(f, rows, r, aRow, rowsHere);
          for (const each of [...rows, aStep, b, bStep, tileC, cRow, rowsHere, columnsHere, k, accumulate]) {
            f.get(each);
          }
          f.call(tile);
          increaseByProduct(f, rows[0]!, aRow, tileRows);
          increaseByProduct(f, tileC, cRow, tileRows);
          increase(f, rowsLeft, -tileRows);
        });
        increaseBy(f, b, bPanel);
        increase(f, c, 4 * tileColumns);
        increase(f, columnCount, -tileColumns);
      });
    },
  );
}

/** `count = ceil(size / tile)`. */
function countTiles(f: FunctionBuilder, count: Local, size: Local, tile: number): void {
  f.get(size);
  f.i32(tile - 1);
  f.op('i32.add');
  f.i32(tile);
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

/** Where row r of the tile starts; where the tile has no row r, its last one. */
function followingRow(
  f: FunctionBuilder,
  rows: readonly Local[],
  r: number,
  aRow: Local,
  rowsHere: Local,
): void {
  f.get(rows[r - 1]!);
  f.get(aRow);
  f.i32(0);
  f.get(rowsHere);
  f.i32(r);
  f.op('i32.gt_u', 'select', 'i32.add');
  f.set(rows[r]!);
}

/** `local += by times`. */
function increaseByProduct(f: FunctionBuilder, local: Local, by: Local, times: number): void {
  f.get(local);
  f.get(by);
  f.i32(times);
  f.op('i32.mul', 'i32.add');
  f.set(local);
}
