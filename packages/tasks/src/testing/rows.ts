import type { SequenceBatch } from '../memory/sequence-batch.ts';

/** The input steps of one row, each as the text of its channels. */
export const steps = (batch: SequenceBatch, row: number): string[] =>
  vectors(batch.inputs, row * batch.timeSteps, batch.timeSteps, batch.channels);

/** The targets of one row, each as the text of its channels. */
export const answers = (batch: SequenceBatch, row: number): string[] =>
  vectors(batch.targets, row * batch.answerSteps, batch.answerSteps, batch.targetChannels);

const vectors = (from: Float32Array, first: number, count: number, width: number): string[] =>
  Array.from({ length: count }, (_, t) =>
    from.subarray((first + t) * width, (first + t + 1) * width).join(''),
  );
