import { UnsaturateError } from '@unsaturate/core';
import { useBackend } from 'shared/command-line';
import { findExperiment } from '../experiments/find.ts';
import { type Job, makeRun } from './make-run.ts';
import type { FromWorker, ToWorker } from './messages.ts';

// A process that makes one run. It is told which, and may be told to stop; it stops by itself when who started it is gone.

/** Milliseconds between two reports of how far it is. */
const reportEvery = 250;

const stop = new AbortController();
const say = (message: FromWorker): void => void (process.connected && process.send!(message));

process.on('message', (message: ToWorker) => {
  if (message.type === 'stop') stop.abort();
  else void work(message.job);
});
process.on('disconnect', () => stop.abort());
// Ctrl-C reaches the whole process group; the starter hears it and says so.
for (const name of ['SIGINT', 'SIGHUP'] as const) process.on(name, () => {});

async function work(job: Job): Promise<void> {
  let saidAt = 0;
  try {
    await useBackend(job.backend);
    const ending = await makeRun(findExperiment('run', job.id.experiment), job, stop.signal, (standing) => {
      if (performance.now() - saidAt < reportEvery && standing.update > 2) return;
      saidAt = performance.now();
      say({ type: 'standing', standing });
    });
    say(ending);
  } catch (error) {
    const message = UnsaturateError.isInstance(error) ? error.message : String((error as Error).stack);
    say({ type: 'failed', message });
  }
  if (process.connected) process.disconnect();
}
