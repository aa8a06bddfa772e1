import { median } from '../measurement.ts';
import type { Step } from './task.ts';

/**
 * A repetition lasts at least this long, so that the clock and the scheduler do not show: fast steps are done several
 * times per repetition.
 */
const repetitionMs = 300;

/** After the first step, which compiles, warm-up goes on for this many steps, and until this much time has passed. */
const warmUpSteps = 1;
const warmUpMs = 1000;

/** What is known of a step that is warm. */
export interface Warm {
  readonly firstLoss: number;
  readonly stepsPerRepetition: number;
}

/** Does steps until everything is compiled. */
export async function warmUp(step: Step): Promise<Warm> {
  const start = performance.now();
  const firstLoss = await step();
  const times: number[] = [];
  while (times.length < warmUpSteps || performance.now() - start < warmUpMs) times.push(await time(step, 1));
  return { firstLoss, stepsPerRepetition: Math.max(1, Math.ceil(repetitionMs / median(times))) };
}

/** Milliseconds per step. */
export async function time(step: Step, steps: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < steps; i++) await step();
  return (performance.now() - start) / steps;
}
