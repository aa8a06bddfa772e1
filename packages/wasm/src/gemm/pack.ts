import {
  type FunctionBuilder,
  increase,
  increaseBy,
  type Local,
  type ModuleBuilder,
  repeat,
} from '../assembler/index.ts';
import { tileColumns } from './tile.ts';

const panelRow = 4 * tileColumns;

/** Bytes of a packed [k, n] matrix. */
export function packedBytes(k: number, n: number): number {
  return Math.ceil(n / tileColumns) * k * panelRow;
}

/**
 * Adds `pack(b, bStep, bColumn, packed, k, n)`: the [k, n] matrix whose element [p, j] is at `b + p bStep + j bColumn`
 * (bytes) as panels of 8 columns, each [k, 8] in one piece, the last filled up with zeros.
 */
export function addPack(m: ModuleBuilder): void {
  m.func(
    'pack',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    [],
    (f, b, bStep, bColumn, packed, k, columnsLeft) => {
      const [p, row] = [f.local('i32'), f.local('i32')];
      f.block((exit) =>
        f.loop((again) => {
          f.get(columnsLeft);
          f.i32(0);
          f.op('i32.le_s');
          f.brIf(exit);
          f.get(b);
          f.set(row);
          packPanel(f, { row, bColumn, packed, columnsLeft }, (body) =>
            repeat(f, p, k, () => {
              body();
              increaseBy(f, row, bStep);
              increase(f, packed, panelRow);
            }),
          );
          f.get(b);
          f.get(bColumn);
          f.i32(tileColumns);
          f.op('i32.mul', 'i32.add');
          f.set(b);
          increase(f, columnsLeft, -tileColumns);
          f.br(again);
        }),
      );
    },
  );
}

interface PanelLocals {
  readonly row: Local;
  readonly bColumn: Local;
  readonly packed: Local;
  readonly columnsLeft: Local;
}

/** A whole panel of contiguous columns goes vector by vector, any other element by element. */
function packPanel(f: FunctionBuilder, locals: PanelLocals, forEachRow: (body: () => void) => void): void {
  const { row, bColumn, packed, columnsLeft } = locals;
  f.get(bColumn);
  f.i32(4);
  f.op('i32.eq');
  f.get(columnsLeft);
  f.i32(tileColumns);
  f.op('i32.ge_u', 'i32.and');
  f.if(
    () =>
      forEachRow(() => {
        for (const half of [0, 16]) {
          f.get(packed);
          f.get(row);
          f.memory('v128.load', half);
          f.memory('v128.store', half);
        }
      }),
    () => {
      const from = f.local('i32');
      forEachRow(() => {
        f.get(row);
        f.set(from);
        for (let j = 0; j < tileColumns; j++) packElement(f, from, j, locals);
      });
    },
  );
}

function packElement(f: FunctionBuilder, from: Local, j: number, locals: PanelLocals): void {
  f.get(locals.columnsLeft);
  f.i32(j);
  f.op('i32.gt_u');
  f.if(
    () => {
      f.get(locals.packed);
      f.get(from);
      f.memory('f32.load');
      f.memory('f32.store', 4 * j);
      increaseBy(f, from, locals.bColumn);
    },
    () => {
      f.get(locals.packed);
      f.f32(0);
      f.memory('f32.store', 4 * j);
    },
  );
}
