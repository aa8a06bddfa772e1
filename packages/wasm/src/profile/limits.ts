import { increase, moduleBuilder, repeat, supportsRelaxed, whileFits } from '../assembler/index.ts';
import { canShare, type Engine } from '../target/engine.ts';
import { shares } from '../threads/share.ts';
import type { Call } from '../threads/crew.ts';

/** What a machine can do at most, with a number of threads. */
export interface Limits {
  /** Of multiply-adds that wait for nothing, each as 2 operations, in 1e9 a second: what one thread does, times threads. */
  readonly gflops: number;
  /** Copying 32 MiB with all threads at once: bytes read and written, in 1e9 a second. */
  readonly gigabytesPerSecond: number;
}

/** Independent sums: enough that no multiply-add waits for the one before, few enough to stay in registers. */
const sums = 12;
const rounds = 50_000;
const flopsOfRound = 2 * 4 * sums;

/** 32 MiB: more than the caches of a core hold. */
const copiedFloats = 2 ** 23;

/** At least so many runs, since the first finds memory and code cold, and for at least this long. */
const fewestRuns = 5;
const patienceMs = 100;

const compiled = new WeakMap<Engine, Readonly<Record<'multiplyAdd' | 'copy', number>>>();

/**
 * Measures what the threads of an engine can do: the best of many short runs.
 *
 * @throws OutOfMemoryError if 64 MiB cannot be had.
 */
export function measureLimits(engine: Engine): Limits {
  const functions = compiled.get(engine) ?? compile(engine);
  compiled.set(engine, functions);
  const { heap, crew } = engine;
  const blocks: number[] = [];
  const allocate = (floats: number): number => {
    const at = heap.allocate(4 * floats);
    blocks.push(at);
    return at;
  };
  try {
    const multiplyAdds = [[[functions.multiplyAdd, allocate(4), rounds]]];
    const [from, to] = [allocate(copiedFloats), allocate(copiedFloats)];
    const copies = shares(copiedFloats, crew.threads, 16).map(({ start, length }): Call[] => [
      [functions.copy, to + 4 * start, from + 4 * start, length],
    ]);
    return {
      gflops: (crew.threads * rounds * flopsOfRound) / bestMs(() => crew.run(multiplyAdds)) / 1e6,
      gigabytesPerSecond: (2 * 4 * copiedFloats) / bestMs(() => crew.run(copies)) / 1e6,
    };
  } finally {
    for (const at of blocks) heap.free(at);
  }
}

function bestMs(run: () => void): number {
  const end = performance.now() + patienceMs;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < fewestRuns || performance.now() < end; i++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function compile({ crew }: Engine): Readonly<Record<'multiplyAdd' | 'copy', number>> {
  const m = moduleBuilder({ relaxed: supportsRelaxed(), shared: canShare() });
  m.func('multiplyAdd', ['i32', 'i32'], [], (f, result, count) => {
    const round = f.local('i32');
    const [factor, ...others] = Array.from({ length: sums + 1 }, () => f.local('v128'));
    f.f32x4(0.5);
    f.set(factor!);
    repeat(f, round, count, () => {
      for (const sum of others) {
        f.get(sum);
        f.get(factor!);
        f.get(factor!);
        f.madd();
        f.set(sum);
      }
    });
    f.get(result);
    f.f32x4(0);
    for (const sum of others) {
      f.get(sum);
      f.op('f32x4.add');
    }
    f.memory('v128.store');
  });
  m.func('copy', ['i32', 'i32', 'i32'], [], (f, to, from, count) => {
    const done = f.local('i32');
    whileFits(f, done, count, 16, () => {
      for (const offset of [0, 16, 32, 48]) {
        f.get(to);
        f.get(from);
        f.memory('v128.load', offset);
        f.memory('v128.store', offset);
      }
      increase(f, to, 64);
      increase(f, from, 64);
    });
  });
  return crew.load<'multiplyAdd' | 'copy'>(m.encode());
}
