import type { DeviceLostError } from '@unsaturate/webgpu';
import { describeLoss, lossBehind, useBackend } from 'shared/command-line';
import { LostRunError } from './lost-run.ts';
import { holdsRun, readRunFolder } from './saved-run.ts';
import { type Job, trainRun } from './train-run.ts';

/** What to do when the GPU device of a run is lost. */
export const lossPolicies = ['stop', 'resume'] as const;

/** One of {@link lossPolicies}. */
export type LossPolicy = (typeof lossPolicies)[number];

/**
 * Trains a run as {@link trainRun} does; when its GPU device is lost, stops, or resumes from the last checkpoint on a
 * fresh device.
 *
 * @returns The exit code, as {@link trainRun} does.
 * @throws LostRunError after a loss, if it is to stop, if there is no checkpoint, or if none was written since the loss
 * before.
 */
export async function trainThroughLosses(job: Job, policy: LossPolicy): Promise<number> {
  let current = job;
  for (;;) {
    try {
      return await trainRun(current);
    } catch (error) {
      const loss = await lossBehind(error);
      if (loss === undefined) throw error;
      current = await jobAfter(loss, current, policy);
    }
  }
}

async function jobAfter(
  loss: DeviceLostError,
  { folder, run, plan, saved: before, loss: lossBefore }: Job,
  policy: LossPolicy,
): Promise<Job> {
  const saved = (await holdsRun(folder)) ? await readRunFolder(folder) : undefined;
  const savedAt = saved?.checkpoint.progress.update;
  const isRepeated = lossBefore !== undefined && savedAt === before?.checkpoint.progress.update;
  if (policy === 'stop' || saved === undefined || isRepeated) {
    throw new LostRunError(loss, folder, savedAt, isRepeated);
  }
  console.error(`Going on from update ${savedAt} with a fresh device: ${describeLoss(loss)}.`);
  await useBackend(plan.backend);
  return { folder, run, plan, saved, loss };
}
