import { increase, moduleBuilder, type ModuleOptions, whileFits } from '../assembler/index.ts';
import { toBits } from '../math/scalar-ops.ts';
import type { Call, Crew } from '../threads/crew.ts';

/** Sets float32 values in memory to one value. */
export type Fill = (at: number, count: number, value: number) => Call;

/** Compiles {@link Fill}. */
export function createFill(crew: Crew, options: ModuleOptions): Fill {
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
  const { fill } = crew.load<'fill'>(m.encode());
  return (at, count, value) => [fill, at, count, toBits(value)];
}
