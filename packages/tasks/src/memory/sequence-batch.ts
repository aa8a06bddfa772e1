/** Sequences of one length, with vectors of bits to be answered at their last steps. */
export interface SequenceBatch {
  /** What is read, row-major `[batch, time, channels]`. */
  readonly inputs: Float32Array;
  /** What is to be answered, 0 or 1, row-major `[batch, answerSteps, targetChannels]`. */
  readonly targets: Float32Array;
  readonly batchSize: number;
  readonly timeSteps: number;
  readonly channels: number;
  /** The step whose output is compared with the first target; the others follow step by step, to the last step. */
  readonly firstAnswerStep: number;
  readonly answerSteps: number;
  readonly targetChannels: number;
}

/**
 * Copies the vectors `from` to `from + count - 1` of `source`, of `width` numbers each, to the vectors from `to` on of
 * `target`, of `channels` numbers each; the numbers above `width` stay as they are.
 */
export function copyVectors(
  target: Float32Array,
  to: number,
  channels: number,
  source: ArrayLike<number>,
  from: number,
  count: number,
  width: number,
): void {
  for (let vector = 0; vector < count; vector++) {
    for (let bit = 0; bit < width; bit++) {
      target[(to + vector) * channels + bit] = source[(from + vector) * width + bit]!;
    }
  }
}
