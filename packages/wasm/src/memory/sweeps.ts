import { increase, moduleBuilder, type ModuleOptions, whileFits } from '../assembler/index.ts';
import { toBits } from '../math/scalar-ops.ts';
import type { Call, Crew } from '../threads/crew.ts';

/** Simple things done to float32 values in memory. */
export interface Sweeps {
  /** Sets values to one value. */
  fill(at: number, count: number, value: number): Call;
  /** Adds values to others. */
  addTo(at: number, from: number, count: number): Call;
}

/** Compiles {@link Sweeps}. */
export function createSweeps(crew: Crew, options: ModuleOptions): Sweeps {
  const m = moduleBuilder(options);
  m.func('fill', ['i32', 'i32', 'i32'], [], (f, at, count, bits) => {
    const done = f.local('i32');
    whileFits(f, done, count, 4, () => {
      f.get(at);
      f.get(bits);
      f.op('i32x4.splat');
      f.memory('v128.store');
      increase(f, at, 16);
    });
    whileFits(f, done, count, 1, () => {
      f.get(at);
      f.get(bits);
      f.memory('i32.store');
      increase(f, at, 4);
    });
  });
  m.func('addTo', ['i32', 'i32', 'i32'], [], (f, at, from, count) => {
    const done = f.local('i32');
    const sweep = (lanes: number, load: () => void, add: () => void, store: () => void): void => {
      whileFits(f, done, count, lanes, () => {
        f.get(at);
        for (const each of [at, from]) {
          f.get(each);
          load();
        }
        add();
        store();
        for (const each of [at, from]) increase(f, each, 4 * lanes);
      });
    };
    sweep(
      4,
      () => f.memory('v128.load'),
      () => f.op('f32x4.add'),
      () => f.memory('v128.store'),
    );
    sweep(
      1,
      () => f.memory('v128.load32_splat'),
      () => f.op('f32x4.add'),
      () => f.laneMemory('v128.store32_lane', 0),
    );
  });
  const functions = crew.load<'fill' | 'addTo'>(m.encode());
  return {
    fill: (at, count, value) => [functions.fill, at, count, toBits(value)],
    addTo: (at, from, count) => [functions.addTo, at, from, count],
  };
}
