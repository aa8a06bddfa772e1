import * as tf from '@tensorflow/tfjs-core';
import { assertKnownKeys, InvalidArgumentError } from '@unsaturate/core';
import { canShare, engine } from '../target/engine.ts';
import { createStaff, type Staff } from './staff.ts';
import { nodeProcess } from './node-process.ts';
import { processors } from './processors.ts';

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

let staff: Staff | undefined;
let latest: Promise<unknown> = Promise.resolve();

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
  const threads = options.threads ?? threadsFromEnvironment() ?? Math.min(processors(), mostByDefault);
  assertThreads('threads', threads);
  const bring = latest.then(async () => bringUp(threads));
  latest = bring.catch(() => undefined);
  return { threads: await bring };
}

async function bringUp(threads: number): Promise<number> {
  await staff?.dismiss();
  if (threads === 1) return 1;
  if (!canShare()) {
    return alone(
      'memory cannot be shared in this page: serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and ' +
        '"Cross-Origin-Embedder-Policy: require-corp"',
    );
  }
  staff ??= createStaff(engine());
  try {
    await staff.hire(threads - 1);
    return threads;
  } catch (error) {
    return alone(`a worker could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}

let said = false;

function alone(why: string): number {
  if (!said) tf.backend_util.warn(`@unsaturate/wasm: computes on one thread, because ${why}.`);
  said = true;
  return 1;
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
