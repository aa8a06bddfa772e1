import { median } from '../measurement.ts';
import { gpuWorkOf, type GpuWork } from './gpu-work.ts';
import type { Step, Task } from './task.ts';

/**
 * A repetition lasts at least this long, so that the clock and the scheduler do not show: fast steps are done several
 * times per repetition.
 */
const repetitionMs = 300;

/** After the first step, which compiles, warm-up goes on for this many steps, and until this much time has passed. */
const warmUpSteps = 1;
const warmUpMs = 1000;

/** What a worker that is warm tells of its work. */
export interface Findings {
  readonly firstLoss: number;
  /** On the backend webgpu. */
  readonly gpu?: GpuWork;
}

/** What is known of a step that is warm. */
export interface Warm {
  readonly findings: Findings;
  readonly stepsPerRepetition: number;
}

/** Does steps until everything is compiled; on a GPU then one more, in which it is counted what the GPU has to do. */
export async function warmUp(step: Step, { backend }: Task): Promise<Warm> {
  const start = performance.now();
  const firstLoss = await step();
  const times: number[] = [];
  while (times.length < warmUpSteps || performance.now() - start < warmUpMs) times.push(await time(step, 1));
  const stepsPerRepetition = Math.max(1, Math.ceil(repetitionMs / median(times)));
  const findings = backend === 'webgpu' ? { firstLoss, gpu: await gpuWorkOf(step) } : { firstLoss };
  return { findings, stepsPerRepetition };
}

/** Milliseconds per step. */
export async function time(step: Step, steps: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < steps; i++) await step();
  return (performance.now() - start) / steps;
}
