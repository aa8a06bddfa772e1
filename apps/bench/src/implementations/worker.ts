import { createInterface } from 'node:readline';
import { median } from '../measurement.ts';
import { type Build, CannotError, type Step, type Task } from './task.ts';

/**
 * A repetition lasts at least this long, so that the clock and the scheduler do not show: fast steps are done several
 * times per repetition.
 */
const repetitionMs = 300;

/** After the first step, which compiles, warm-up goes on for this many steps, and until this much time has passed. */
const warmUpSteps = 1;
const warmUpMs = 1000;

/**
 * The life of a worker process: load, build, warm up, then one repetition for every line on standard input until its
 * end. Each answer is one line of JSON on standard output:
 *
 * - `{ cannot }` and the end, when it has no way to do the task;
 * - `{ threads, firstLoss }` when warm;
 * - `{ msPerStep }` for each repetition;
 * - `{ peakBytes }` at the end: peak resident memory since everything was loaded.
 *
 * @param load - Loads libraries and backends and gives what builds the work.
 */
export async function runWorker(load: (task: Task) => Promise<Build>): Promise<void> {
  const task = JSON.parse(process.argv[2]!) as Task;
  try {
    const build = await load(task);
    const baseline = peakResidentBytes();
    const step = build(task);
    const { firstLoss, stepsPerRepetition } = await warmUp(step);
    answer({ threads: task.threads, firstLoss });
    for await (const _ of createInterface({ input: process.stdin }))
      answer({ msPerStep: await time(step, stepsPerRepetition) });
    answer({ peakBytes: peakResidentBytes() - baseline });
  } catch (error) {
    if (!(error instanceof CannotError)) throw error;
    answer({ cannot: error.message });
  }
  process.exit(); // worker threads of a library may still be waiting for work
}

async function warmUp(step: Step): Promise<{ firstLoss: number; stepsPerRepetition: number }> {
  const start = performance.now();
  const firstLoss = await step();
  const times: number[] = [];
  while (times.length < warmUpSteps || performance.now() - start < warmUpMs) times.push(await time(step, 1));
  return { firstLoss, stepsPerRepetition: Math.max(1, Math.ceil(repetitionMs / median(times))) };
}

/** Milliseconds per step. */
async function time(step: Step, steps: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < steps; i++) await step();
  return (performance.now() - start) / steps;
}

function peakResidentBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
