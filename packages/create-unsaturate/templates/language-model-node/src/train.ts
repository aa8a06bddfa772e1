import { join } from 'node:path';
import { evaluationBatches, textBatches } from '@unsaturate/tasks';
import { adam, decodeCheckpoint, train, type TrainEvent, type TrainResult } from '@unsaturate/train';
import { fileCheckpoints, jsonLines } from '@unsaturate/train/node';
import { settings } from './settings.js';
import type { Setup } from './setup.js';

/** How far to go, and who is told. */
export interface TrainRequest {
  /** Where the run is kept. A run that is there goes on. */
  readonly folder: string;
  /** Updates in all; as many as the epochs have where undefined. */
  readonly maxUpdates?: number | undefined;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** Trains the model, from the last checkpoint of the folder if there is one. */
export async function trainRun(
  { corpus, model, architecture, noise }: Setup,
  request: TrainRequest,
): Promise<TrainResult> {
  const { batchSize, timeSteps, learningRate, noiseScale, clipNorm, epochs, checkpointEvery } = settings;
  const { folder, maxUpdates, signal, onEvent } = request;
  const shape = { batchSize, timeSteps };
  const store = await fileCheckpoints(folder);
  const last = await store.last();
  const resume = last && decodeCheckpoint(last);
  const log = await jsonLines(join(folder, 'events.jsonl'), resume?.progress.update);
  try {
    return await train({
      model,
      data: textBatches(corpus.train, shape),
      validation: evaluationBatches(corpus.validation, shape),
      optimizer: adam(),
      learningRate: () => learningRate,
      noiseScale: () => noiseScale,
      noise,
      clipNorm,
      epochs,
      ...(maxUpdates !== undefined && { maxUpdates }),
      checkpoints: { store, every: checkpointEvery, architecture },
      ...(resume && { resume }),
      ...(signal && { signal }),
      onEvent(event) {
        log.write(event);
        onEvent?.(event);
      },
    });
  } finally {
    log.close();
  }
}
