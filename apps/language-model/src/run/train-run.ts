import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, NonFiniteLossError, train, type TrainResult } from '@unsaturate/train';
import { fileCheckpoints, jsonLines } from '@unsaturate/train/node';
import type { DeviceLostError } from '@unsaturate/webgpu';
import { count, listenForStop, shellWord } from 'shared/command-line';
import {
  noiseScaleAt,
  type RunConfig,
  type RunPlan,
  sampleText,
  type SavedRun,
  type Setup,
  totalUpdates,
  trainingOptions,
} from 'shared/language-model';
import { showProgress } from '../command-line/progress.ts';
import { DivergedError } from './diverged.ts';
import { checkText, setUpFromFile } from './setup.ts';
import { eventsFile, reportPath, writeReport } from './write-report.ts';

/** A run and where it is kept. */
export interface Job {
  readonly folder: string;
  readonly run: RunConfig;
  readonly plan: RunPlan;
  /** Where it goes on. */
  readonly saved?: SavedRun;
  /** Why it goes on with a fresh device, if it does. */
  readonly loss?: DeviceLostError;
}

/**
 * Trains a run in its folder, from the start or from a checkpoint, and reports on it: perplexities and a sampled
 * paragraph on standard output, report.html in the folder.
 *
 * @returns The exit code: 0, or 128 plus the number of the signal that stopped the run, which is saved.
 */
export async function trainRun(job: Job): Promise<number> {
  const { folder, run, saved } = job;
  const setup = await setUpFromFile(run);
  if (saved !== undefined) checkText('train', saved.vocabulary, setup.corpus);
  const stop = listenForStop();
  const { reason, update, epoch } = await trainModel(job, setup, stop.signal).finally(() => stop.release());
  if (reason === 'completed') {
    const { batchesPerEpoch } = setup.train;
    await conclude(folder, run, setup, noiseScaleAt(run, { update, epoch, batchesPerEpoch }));
    return 0;
  }
  console.log(`Saved after update ${update}. Go on with: npm run train -- --resume ${shellWord(folder)}`);
  return stop.exitCode();
}

async function trainModel(
  { folder, run, plan, saved, loss }: Job,
  setup: Setup,
  signal: AbortSignal,
): Promise<TrainResult> {
  const store = await fileCheckpoints(folder);
  const done = saved?.checkpoint.progress.update;
  const log = await jsonLines(join(folder, eventsFile), done);
  if (done !== undefined && loss !== undefined) {
    log.write({ type: 'device-lost', update: done, reason: loss.reason, message: loss.details });
  }
  const { corpus } = setup;
  const { vocabulary } = corpus;
  const total = totalUpdates(plan, setup.train.batchesPerEpoch);
  console.error(
    `${corpus.name}: ${count(corpus.train.length, 'token')} to learn from, ${vocabulary.tokens.length} of them ` +
      `different. ${count(total, 'update')}, in ${folder}`,
  );
  const progress = showProgress(total, done ?? 0);
  signal.addEventListener('abort', () =>
    progress.say('Stopping after this update; once more to stop at once.'),
  );
  let savedAt = done;
  try {
    return await train({
      ...trainingOptions(run, plan, setup, store),
      ...(saved && { resume: saved.checkpoint }),
      onEvent(event) {
        log.write(event);
        progress.show(event);
        if (event.type !== 'checkpoint') return;
        savedAt = event.update;
        rmSync(reportPath(folder), { force: true }); // it would be of an earlier checkpoint
      },
      signal,
    });
  } catch (error) {
    if (!(error instanceof NonFiniteLossError)) throw error;
    throw new DivergedError(error, run.arm, savedAt);
  } finally {
    progress.stop();
    log.close();
  }
}

async function conclude(folder: string, run: RunConfig, setup: Setup, noiseScale: number): Promise<void> {
  const { corpus, model, validation, test } = setup;
  const perplexities = {
    validation: (await evaluate(model, validation, noiseScale)).perplexity,
    test: (await evaluate(model, test, noiseScale)).perplexity,
  };
  const sample = await sampleText(model, corpus.vocabulary, {
    prompt: '',
    length: 120,
    temperature: 0.8,
    seed: run.seed,
    noiseScale,
  });
  const report = await writeReport(folder, run, setup, perplexities, sample);
  for (const [part, perplexity] of Object.entries(perplexities)) {
    console.log(`${part} perplexity ${perplexity.toFixed(1)}`);
  }
  console.log(`\n${sample}\n\nReport: ${report}`);
}
