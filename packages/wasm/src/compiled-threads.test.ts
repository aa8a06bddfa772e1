import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { createNoiseStream } from '@unsaturate/core';
import { registerTarget, scan } from '@unsaturate/scan';
import {
  fusedKernelsVersion,
  linearCrossEntropy,
  noisyActivation,
  registerFusedKernels,
} from '@unsaturate/tfjs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinearCrossEntropyKernel } from './kernels/linear-cross-entropy.ts';
import { createNoisyActivationKernel } from './kernels/noisy-activation.ts';
import { createEngine } from './target/engine.ts';
import { createWasmTarget } from './target/wasm-target.ts';
import { disagreements, isNearKink, runWith, type ScanNumbers } from './testing/compare-engines.ts';
import { randomTensor } from '../../scan/src/testing/scan-case.ts';
import { caseOf, choices } from './testing/random-scans.ts';
import { ThreadError } from './threads/thread-error.ts';
import { createStaff } from './threads/staff.ts';

// Everything is worth sharing, however small.
const engine = createEngine({ worthSharing: 0, patience: 300 });
const staff = createStaff(engine);
const withThreads = async (threads: number): Promise<void> => {
  await staff.dismiss();
  if (threads > 1) await staff.hire(threads - 1);
};

// Noise of eight units is drawn in the loops.
const inGroups = choices.map((choice) => ({ ...choice, units: 8, training: true }));
const scans = [
  ...fc.sample(choices, { seed: 8, numRuns: 30 }),
  ...fc.sample(inGroups, { seed: 9, numRuns: 10 }),
];
const runAll = (): ScanNumbers[] => scans.map((choice) => runWith('compiled', caseOf(choice)));

/**
 * What is thrown when a call fails in a worker. One that has no processor does not begin, and the call fails on this
 * thread; this thread is given something to do meanwhile, and it is tried again.
 *
 * @param at - Address of 64 bytes.
 */
async function failureInWorker(at: number): Promise<unknown> {
  const outside = 2 ** 31;
  const meanwhile = Array.from({ length: 20_000 }, () => engine.sweeps.fill(at, 4, 1));
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      engine.crew.run([meanwhile, [engine.sweeps.fill(outside, 4, 1)]]);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) return error;
    }
    await withThreads(2);
  }
  return undefined;
}

/** Loss and gradients of the ops that are computed at once. */
function runOps(): number[][] {
  return tf.tidy(() => {
    const noise = createNoiseStream(3);
    const labels = tf.range(0, 60, 1, 'int32');
    const loss = (...[x, p, kernel, bias]: tf.Tensor[]): tf.Tensor => {
      const hidden = noisyActivation(x!, { p: p!, noise, training: true }) as tf.Tensor2D;
      const losses = linearCrossEntropy(hidden, kernel as tf.Tensor2D, bias as tf.Tensor1D, labels);
      return tf.sum(losses);
    };
    const inputs = [[60, 9], [9], [9, 12000], [12000]].map((shape, i) => randomTensor(shape, i + 1));
    const { value, grads } = tf.valueAndGrads(loss)(inputs);
    return [value, ...grads].map((each) => [...each.dataSync()]);
  });
}

describe('several threads', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerTarget({ ...createWasmTarget(() => engine), backends: ['cpu'] });
    registerFusedKernels('cpu', {
      version: fusedKernelsVersion,
      linearCrossEntropy: createLinearCrossEntropyKernel(() => engine),
      noisyActivation: createNoisyActivationKernel(() => engine),
    });
  });
  afterAll(() => staff.dismiss());

  it('give what one gives, bit by bit, and what eager scans give', async () => {
    await withThreads(1);
    const [alone, opsAlone] = [runAll(), runOps()];
    for (const threads of [2, 3]) {
      await withThreads(threads);
      expect(engine.crew.threads).toBe(threads);
      const workers = engine.heap.used;
      expect(runAll()).toEqual(alone);
      expect(runOps()).toEqual(opsAlone);
      expect(engine.heap.used).toBe(workers);
    }
    for (const each of scans.map(caseOf)) expect(isNearKink(each) ? [] : disagreements(each)).toEqual([]);
    await withThreads(1);
    expect(engine.heap.used).toBe(0);
  });

  it('are given up where one has died, with an error or before anybody noticed', async () => {
    const each = caseOf(scans[0]!);
    const expected = runWith('compiled', each);
    await withThreads(3);
    await Promise.all(staff.workers.map(async (worker) => worker.end()));
    // The crew does not know yet when the event loop has not turned.
    const attempt = (): unknown => {
      try {
        return runWith('compiled', each);
      } catch (error) {
        return error;
      }
    };
    expect([expected, expect.any(ThreadError)]).toContainEqual(attempt());
    expect(attempt()).toEqual(expected);
    expect(engine.crew.threads).toBe(1);
  });

  it('say so when one does not answer or fails, and one goes on', async () => {
    const each = caseOf(scans[1]!);
    const expected = runWith('compiled', each);
    await withThreads(2);
    const at = engine.heap.allocate(64);
    for (const worker of staff.workers) void worker.end();
    const before = engine.heap.used;
    const { cell, params, xs, init, options } = each;
    expect(() => scan(cell, params, xs, init, { ...options, noise: createNoiseStream(7) })).toThrow(
      ThreadError,
    );
    expect(engine.heap.used).toBe(before);
    expect(runWith('compiled', each)).toEqual(expected);
    await withThreads(2);
    expect(await failureInWorker(at)).toBeInstanceOf(ThreadError);
    expect(() => engine.crew.run([[engine.sweeps.fill(at, 4, 1)]])).not.toThrow();
    expect(runWith('compiled', each)).toEqual(expected);
    engine.heap.free(at);
  });

  it.each([
    { jobs: 3, calls: 20_000 },
    { jobs: 300, calls: 70 },
  ])('do $jobs jobs of $calls calls, more than there is room for at once', async ({ jobs, calls }) => {
    await withThreads(3);
    const count = jobs * calls;
    const at = engine.heap.allocate(4 * count);
    const write = (i: number): readonly number[] => engine.sweeps.fill(at + 4 * i, 1, i);
    const all = Array.from({ length: count }, (_, i) => write(i));
    engine.crew.run(Array.from({ length: jobs }, (_, job) => all.slice(job * calls, (job + 1) * calls)));
    expect([...engine.heap.floats(at, count)]).toEqual(all.map((_, i) => i));
    engine.heap.free(at);
  });
});
