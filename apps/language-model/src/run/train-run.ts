import { join } from 'node:path';
import { evaluate, train, type TrainResult } from '@unsaturate/train';
import { fileCheckpoints, jsonLines } from '@unsaturate/train/node';
import { showProgress } from '../command-line/progress.ts';
import { listenForStop } from '../command-line/stop-signal.ts';
import type { RunConfig } from './run-config.ts';
import { sampleText } from './sample-text.ts';
import { type SavedRun, savedWith } from './saved-run.ts';
import { checkVocabulary, setUp, type Setup } from './setup.ts';
import { eventsFile, writeReport } from './write-report.ts';

/** How far a run goes and how often it saves; what it learns up to a given update does not depend on it. */
export interface Pace {
  readonly epochs: number;
  readonly maxUpdates?: number;
  /** Updates between checkpoints. */
  readonly checkpointEvery: number;
}

/**
 * Trains a run in its folder, from the start or from a checkpoint, and reports on it: perplexities and a sampled
 * paragraph on standard output, report.html in the folder.
 *
 * @returns The exit code: 0, or 128 plus the number of the signal that stopped the run, which is saved.
 */
export async function trainRun(
  folder: string,
  run: RunConfig,
  pace: Pace,
  saved: SavedRun | undefined,
): Promise<number> {
  const setup = await setUp(run);
  if (saved !== undefined) checkVocabulary('train', saved.vocabulary, setup.corpus);
  const stop = listenForStop();
  try {
    const { reason, update } = await trainModel(folder, run, pace, setup, saved, stop.signal);
    if (reason === 'completed') {
      await conclude(folder, run, setup);
      return 0;
    }
    console.log(`Saved after update ${update}. Go on with: npm run train -- --resume ${folder}`);
    return stop.exitCode();
  } finally {
    stop.release();
  }
}

async function trainModel(
  folder: string,
  run: RunConfig,
  { checkpointEvery, ...limits }: Pace,
  { preset, corpus, model, architecture, noise, train: data, validation }: Setup,
  saved: SavedRun | undefined,
  signal: AbortSignal,
): Promise<TrainResult> {
  const store = await fileCheckpoints(folder);
  const done = saved?.checkpoint.progress.update ?? 0;
  const log = await jsonLines(join(folder, eventsFile), saved && done);
  const total = Math.min(limits.epochs * data.batchesPerEpoch, limits.maxUpdates ?? Infinity);
  console.error(
    `${corpus.name}: ${corpus.train.length} tokens to learn from, ${corpus.vocabulary.tokens.length} of them different. ` +
      `${total} updates, in ${folder}`,
  );
  const progress = showProgress(total, done);
  try {
    return await train({
      model,
      data,
      validation,
      optimizer: preset.optimizer(),
      learningRate: preset.learningRate,
      noiseScale: () => run.noiseScale,
      noise,
      clipNorm: preset.clipNorm,
      ...limits,
      checkpoints: {
        store,
        every: checkpointEvery,
        architecture,
        user: savedWith(run, corpus.vocabulary),
      },
      diagnosticsEvery: preset.diagnosticsEvery,
      ...(saved && { resume: saved.checkpoint }),
      onEvent(event) {
        log.write(event);
        progress.show(event);
      },
      signal,
    });
  } finally {
    progress.stop();
    log.close();
  }
}

async function conclude(folder: string, run: RunConfig, setup: Setup): Promise<void> {
  const { corpus, model, validation, test } = setup;
  const perplexities = {
    validation: (await evaluate(model, validation, run.noiseScale)).perplexity,
    test: (await evaluate(model, test, run.noiseScale)).perplexity,
  };
  const { noiseScale, seed } = run;
  const sample = await sampleText(model, corpus.vocabulary, {
    prompt: '',
    length: 120,
    temperature: 0.8,
    seed,
    noiseScale,
  });
  const report = await writeReport(folder, run, setup, perplexities, sample);
  for (const [part, perplexity] of Object.entries(perplexities)) {
    console.log(`${part} perplexity ${perplexity.toFixed(1)}`);
  }
  console.log(`\n${sample}\n\nReport: ${report}`);
}
