import { InvalidArgumentError } from '@unsaturate/core';
import { engine } from '../target/engine.ts';
import { type Limits, measureLimits } from './limits.ts';
import { type Cost, type Observer, observers, type Place } from './observe.ts';

/** Something that ran, all its runs together; times in milliseconds. */
export interface ProfileEntry extends Place, Omit<Cost, 'kind'> {
  /**
   * - `product`: the matrix product `what` says, `'` for a transposed factor, `added` to what is there.
   * - `pack`: brings a right factor that stays the same in all time steps into the order of products.
   * - `loop`: a fused loop over elements.
   * - `noise`: draws standard normals.
   * - `clear`: sets a buffer to a value.
   * - `rest`: what a direction does besides, with `phase` `all`: it finds memory and prepares the calls.
   */
  readonly kind: Exclude<Cost['kind'], 'run'> | 'rest';
  /** How often it ran. */
  readonly count: number;
  /** Of all runs. */
  readonly ms: number;
  /** Operations of products in all runs, a multiply-add as 2. */
  readonly flops: number;
  /** Read and written in all runs, each value once a run. */
  readonly bytes: number;
}

/** What {@link profile} found. */
export interface Profile {
  /** How many threads computed. */
  readonly threads: number;
  /** What the machine can do with so many threads, measured right before. */
  readonly limits: Limits;
  /** How long `run` took, in milliseconds; what no entry has was spent outside of plans. */
  readonly ms: number;
  /** In the order in which they ran first. */
  readonly entries: readonly ProfileEntry[];
}

/**
 * Finds out where compiled plans spend their time: scans, noisy activations, linear cross-entropies and matrix products.
 *
 * Measuring what the machine can do takes 0.2 s and 64 MiB before `run` starts. The clock is looked at twice for each
 * instruction of a plan, so `run` takes a little longer than without; when nothing is profiled, nothing is measured.
 *
 * @param run - What is to be measured; compiling is not part of a plan, so let it run once before.
 * @throws InvalidArgumentError if `run` is not a function.
 * @throws OutOfMemoryError if the memory for the limits cannot be had. What `run` throws is passed on.
 *
 * @example
 * ```ts
 * import { profile } from '@unsaturate/wasm';
 *
 * const { entries, limits } = await profile(() => step());
 * for (const { plan, kind, what, ms, flops } of entries)
 *   console.log(plan, kind, what, `${(flops / ms / 1e6).toFixed(1)} of ${limits.gflops.toFixed(1)} GFLOP/s`);
 * ```
 */
export async function profile(run: () => unknown): Promise<Profile> {
  if (typeof run !== 'function') {
    const rule = 'be a function';
    throw new InvalidArgumentError({ where: 'profile', argument: 'run', value: run, rule });
  }
  const { threads } = engine().crew;
  const limits = measureLimits(engine());
  const sums = new Map<string, Sum>();
  const observer: Observer = (key, ran, ms) => {
    const sum = sums.get(key) ?? { ran, count: 0, ms: 0 };
    sums.set(key, { ran, count: sum.count + 1, ms: sum.ms + ms });
  };
  const start = performance.now();
  observers.add(observer);
  try {
    await run();
  } finally {
    observers.delete(observer);
  }
  const ms = performance.now() - start;
  return { threads, limits, ms, entries: entriesOf([...sums.values()]) };
}

interface Sum {
  readonly ran: Place & Cost;
  readonly count: number;
  readonly ms: number;
}

function entriesOf(sums: readonly Sum[]): ProfileEntry[] {
  const instructions = sums.filter(({ ran }) => ran.kind !== 'run');
  return sums.map(({ ran, count, ms }) => {
    const { kind } = ran;
    const flops = count * ran.flops;
    const bytes = count * ran.bytes;
    if (kind !== 'run') return { ...ran, kind, count, ms, flops, bytes };
    const inside = instructions
      .filter(({ ran: { plan, direction } }) => plan === ran.plan && direction === ran.direction)
      .reduce((sum, each) => sum + each.ms, 0);
    return { ...ran, kind: 'rest', count, ms: ms - inside, flops, bytes };
  });
}
