import type { Call } from '../threads/crew.ts';
import type { Engine } from './engine.ts';

/** Jobs, each the calls of one thread, one after the other. */
export type Work = readonly (readonly Call[])[];

/** Jobs for each thread: threads are not equally fast at every moment, and who is done early takes another one. */
export const jobsOfThread = 4;

/** Most jobs that anything is cut into. */
export function mostJobs({ crew }: Engine): number {
  return crew.threads === 1 ? 1 : jobsOfThread * crew.threads;
}

/** How many jobs a number of operations is worth: at least two where it is worth sharing. */
export function jobsFor(operations: number, engine: Engine): number {
  const { worthSharing } = engine;
  if (operations < worthSharing) return 1;
  const worth = worthSharing === 0 ? Infinity : Math.floor((2 * operations) / worthSharing);
  return Math.min(mostJobs(engine), worth);
}
