import * as tf from '@tensorflow/tfjs-core';
import { assertKnownKeys, InvalidArgumentError } from '@unsaturate/core';
import { canShare, engine } from '../target/engine.ts';
import { colleagueBytes } from './colleague.ts';
import { nodeProcess, type RunningWorker, startWorker } from './start-worker.ts';

/** Options of {@link ready}. */
export interface ReadyOptions {
  /**
   * How many threads compute, from 1. Default: the variable UNSATURATE_THREADS in Node, else the number of processors, at
   * most 8.
   */
  readonly threads?: number;
}

/** More threads than this make the steps of a recurrence slower. */
const mostByDefault = 8;

/** A worker and where its words are in memory. */
interface Hired {
  readonly worker: RunningWorker;
  readonly at: number;
}

let hired: readonly Hired[] = [];

/**
 * Brings threads up: compiled scans and products are computed by all of them. Results do not depend on their number.
 *
 * Threads need shared memory: Node has it, and pages that are isolated from other origins (served with the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`). Elsewhere, or if workers
 * cannot be started, one thread computes, which is said once. May be called again, with another number.
 *
 * @returns How many threads compute now.
 * @throws InvalidArgumentError if `threads`, or UNSATURATE_THREADS, is not a whole number from 1.
 *
 * @example
 * ```ts
 * import { ready } from '@unsaturate/wasm';
 *
 * const { threads } = await ready();
 * ```
 */
export async function ready(options: ReadyOptions = {}): Promise<{ readonly threads: number }> {
  assertKnownKeys('ready', 'options', options, ['threads']);
  const threads = options.threads ?? threadsFromEnvironment() ?? defaultThreads();
  assertThreads('threads', threads);
  await dismiss();
  if (threads === 1) return { threads };
  if (!canShare()) {
    return alone(
      'memory cannot be shared in this page: serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and ' +
        '"Cross-Origin-Embedder-Policy: require-corp"',
    );
  }
  try {
    await hire(threads - 1);
  } catch (error) {
    return alone(`a worker could not be started: ${(error as Error).message}`);
  }
  return { threads };
}

async function hire(count: number): Promise<void> {
  const { heap, crew } = engine();
  const addresses = Array.from({ length: count }, () => heap.allocate(colleagueBytes));
  for (const at of addresses) new Int32Array(heap.memory.buffer, at, colleagueBytes / 4).fill(0);
  // One that ends is not waited for any more; without all of them the work is not cut as it was.
  const onEnd = (): void => {
    if (hired.some(({ at }) => addresses.includes(at))) crew.dismiss();
  };
  const starting = addresses.map(async (at) => {
    return { worker: await startWorker({ memory: heap.memory, at }, onEnd), at };
  });
  const started = await Promise.allSettled(starting);
  hired = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return crew.hire(addresses);
  await dismiss();
  throw failed.reason;
}

/** One thread goes on. */
async function dismiss(): Promise<void> {
  if (hired.length === 0) return;
  const { heap, crew } = engine();
  crew.dismiss();
  const before = hired;
  hired = [];
  await Promise.all(before.map(async ({ worker }) => worker.terminate()));
  for (const { at } of before) heap.free(at);
}

let said = false;

function alone(why: string): { readonly threads: number } {
  if (!said) tf.backend_util.warn(`@unsaturate/wasm: computes on one thread, because ${why}.`);
  said = true;
  return { threads: 1 };
}

function assertThreads(argument: string, threads: number): void {
  if (Number.isInteger(threads) && threads >= 1) return;
  throw new InvalidArgumentError({
    where: 'ready',
    argument,
    value: threads,
    rule: 'be a whole number from 1',
  });
}

function threadsFromEnvironment(): number | undefined {
  const text = nodeProcess?.env?.['UNSATURATE_THREADS'];
  if (text === undefined || text === '') return undefined;
  const threads = Number(text);
  assertThreads('UNSATURATE_THREADS', threads);
  return threads;
}

function defaultThreads(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  const processors =
    nodeProcess?.getBuiltinModule?.('node:os')?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1;
  return Math.min(processors, mostByDefault);
}
