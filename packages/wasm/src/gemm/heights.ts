import type { FunctionBuilder, Local } from '../assembler/index.ts';

/**
 * Runs `body` while a tile of so many rows fits into those that are left, which `body` must make fewer. Eight rows are
 * better done by two tiles of four than by six and two.
 */
export function whileTall(f: FunctionBuilder, rowsLeft: Local, height: number, body: () => void): void {
  f.block((exit) =>
    f.loop((again) => {
      f.get(rowsLeft);
      f.i32(height);
      f.op('i32.lt_u');
      f.brIf(exit);
      if (height === 6) {
        f.get(rowsLeft);
        f.i32(8);
        f.op('i32.eq');
        f.brIf(exit);
      }
      body();
      f.br(again);
    }),
  );
}
