import { createInterface } from 'node:readline';
import { time, warmUp } from './measure.ts';
import { startGpu } from './start-gpu.ts';
import { CannotError, type Load, type Task } from './task.ts';

/** Where this worker runs, for example `node 24.21.0`. */
export const runtime: string = `node ${process.versions.node}`;

/**
 * The life of a worker process: load, build, warm up, then one repetition for every line on standard input until its
 * end. Each answer is one line of JSON on standard output:
 *
 * - `{ cannot }` and the end, when it has no way to do the task;
 * - `{ runtime, firstLoss, gpu }` when warm, `gpu` on the backend webgpu only;
 * - `{ msPerStep }` for each repetition;
 * - `{ peakBytes }` at the end: peak resident memory since everything was loaded.
 */
export async function runWorker(load: Load): Promise<void> {
  const task = JSON.parse(process.argv[2]!) as Task;
  try {
    if (task.backend === 'webgpu') await startGpu();
    const build = await load(task);
    const baseline = peakResidentBytes();
    const step = build(task);
    const { findings, stepsPerRepetition } = await warmUp(step, task);
    answer({ runtime, ...findings });
    for await (const _ of createInterface({ input: process.stdin }))
      answer({ msPerStep: await time(step, stepsPerRepetition) });
    answer({ peakBytes: peakResidentBytes() - baseline });
  } catch (error) {
    if (!(error instanceof CannotError)) throw error;
    answer({ cannot: error.message });
  }
  process.exit(); // worker threads of a library may still be waiting for work
}

function peakResidentBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
