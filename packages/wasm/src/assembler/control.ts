import type { FunctionBuilder, Local } from './function-builder.ts';

/** Runs `body` while `counter + step <= limit`, adding `step` to the counter after each round. All are i32, unsigned. */
export function whileFits(
  f: FunctionBuilder,
  counter: Local,
  limit: Local,
  step: number,
  body: () => void,
): void {
  const condition = (): void => {
    f.get(counter);
    f.i32(step);
    f.op('i32.add');
    f.get(limit);
    f.op('i32.le_u');
  };
  condition();
  f.if(() =>
    f.loop((again) => {
      body();
      increase(f, counter, step);
      condition();
      f.brIf(again);
    }),
  );
}

/** Runs `body` `count` times; `counter` counts from 0. Both are i32, unsigned. */
export function repeat(f: FunctionBuilder, counter: Local, count: Local, body: () => void): void {
  f.i32(0);
  f.set(counter);
  whileFits(f, counter, count, 1, body);
}

/** `local += by`. */
export function increase(f: FunctionBuilder, local: Local, by: number): void {
  f.get(local);
  f.i32(by);
  f.op('i32.add');
  f.set(local);
}

/** `local += other`. */
export function increaseBy(f: FunctionBuilder, local: Local, other: Local): void {
  f.get(local);
  f.get(other);
  f.op('i32.add');
  f.set(local);
}
