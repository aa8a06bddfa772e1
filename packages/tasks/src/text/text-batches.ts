import { assertKnownKeys, InvalidArgumentError, UnsaturateError } from '@unsaturate/core';
import type { BatchSource } from '../batch-source.ts';

/** A window of a text for truncated backpropagation through time. */
export interface TextBatch {
  /** Token ids, row-major `[batch, time]`. */
  readonly inputs: Int32Array;
  /** The token that follows each input, row-major `[batch, time]`. */
  readonly targets: Int32Array;
  readonly batchSize: number;
  readonly timeSteps: number;
}

/** The shape of a {@link TextBatch}. */
export interface TextBatchOptions {
  /** Columns that are read side by side, an integer >= 1. */
  readonly batchSize: number;
  /** Time steps of a batch, an integer >= 1. */
  readonly timeSteps: number;
}

/** A text has too few tokens for one batch. */
export class TextTooShortError extends UnsaturateError {
  /** Tokens the text has. */
  readonly tokens: number;
  /** Tokens it would need. */
  readonly needed: number;

  constructor(where: string, tokens: number, needed: number, { batchSize, timeSteps }: TextBatchOptions) {
    super(
      'TextTooShortError',
      `${where}: a text of ${tokens} tokens is too short for batchSize ${batchSize} and timeSteps ${timeSteps}, ` +
        `which need ${needed}. Take a longer text or a smaller batch.`,
    );
    this.tokens = tokens;
    this.needed = needed;
  }
}

/**
 * Cuts a text into batches of one shape for training.
 *
 * The N tokens are cut into B = batchSize contiguous columns of L = floor((N - 1) / B) steps. Batch k holds the steps
 * k T to (k + 1) T - 1 of every column, T = timeSteps, so that row b of batch k + 1 goes on where row b of batch k
 * stopped: carry the state from batch to batch, and reset it before batch 0.
 *
 *     inputs[b, t] = ids[b L + k T + t],  targets[b, t] = ids[b L + k T + t + 1]
 *
 * There are floor(L / T) batches; the last L mod T steps of every column and the last (N - 1) mod B tokens stay unread.
 *
 * @param ids - Token ids of the whole text, `[tokens]`.
 * @throws {@link InvalidArgumentError} for ids that are no Int32Array, sizes that are not integers >= 1 and for an index outside the epoch.
 * @throws {@link TextTooShortError} for fewer than B T + 1 tokens.
 * @see Zaremba et al. 2014, "Recurrent neural network regularization", section 4.1.
 *
 * @example
 * ```ts
 * textBatches(ids, { batchSize: 20, timeSteps: 20 }).batch(0) // => { inputs, targets, batchSize: 20, timeSteps: 20 }
 * ```
 */
export function textBatches(ids: Int32Array, options: TextBatchOptions): BatchSource<TextBatch> {
  const where = 'textBatches';
  checkArguments(where, ids, options);
  const steps = columnSteps(where, ids, options, options.batchSize * options.timeSteps + 1);
  return windows(where, ids, steps, Math.floor(steps / options.timeSteps), options);
}

/**
 * Cuts a text into batches for evaluation: as {@link textBatches}, but the last batch holds the steps that are left,
 * so it may have fewer time steps.
 *
 * Predicted are the tokens 1 to B L, in other words all but the first and the last (N - 1) mod B. With batchSize 1
 * that is every token but the first. Batches differ in size: weight their means by `batchSize * timeSteps`
 * (`meanNll` does).
 *
 * @param ids - Token ids of the whole text, `[tokens]`.
 * @throws {@link InvalidArgumentError} for ids that are no Int32Array, sizes that are not integers >= 1 and for an index outside the epoch.
 * @throws {@link TextTooShortError} for fewer than B + 1 tokens.
 *
 * @example
 * ```ts
 * evaluationBatches(ids, { batchSize: 1, timeSteps: 100 }).batchesPerEpoch // => Math.ceil((ids.length - 1) / 100)
 * ```
 */
export function evaluationBatches(ids: Int32Array, options: TextBatchOptions): BatchSource<TextBatch> {
  const where = 'evaluationBatches';
  checkArguments(where, ids, options);
  const steps = columnSteps(where, ids, options, options.batchSize + 1);
  return windows(where, ids, steps, Math.ceil(steps / options.timeSteps), options);
}

function checkArguments(where: string, ids: unknown, options: TextBatchOptions): void {
  if (!(ids instanceof Int32Array)) {
    const advice = 'Make one of text with encode, or with Int32Array.from.';
    throw new InvalidArgumentError({ where, argument: 'ids', value: ids, rule: 'be an Int32Array', advice });
  }
  assertKnownKeys(where, 'options', options, ['batchSize', 'timeSteps']);
  for (const argument of ['batchSize', 'timeSteps'] as const) {
    const value = options[argument];
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidArgumentError({ where, argument, value, rule: 'be an integer of at least 1' });
    }
  }
}

function columnSteps(where: string, ids: Int32Array, options: TextBatchOptions, needed: number): number {
  if (ids.length < needed) throw new TextTooShortError(where, ids.length, needed, options);
  return Math.floor((ids.length - 1) / options.batchSize);
}

function windows(
  where: string,
  ids: Int32Array,
  steps: number,
  batchesPerEpoch: number,
  { batchSize, timeSteps }: TextBatchOptions,
): BatchSource<TextBatch> {
  return {
    batchesPerEpoch,
    batch(index) {
      if (!Number.isInteger(index) || index < 0 || index >= batchesPerEpoch) {
        const rule = `be an integer from 0 to ${batchesPerEpoch - 1}`;
        throw new InvalidArgumentError({ where: `${where}.batch`, argument: 'index', value: index, rule });
      }
      const first = index * timeSteps;
      const length = Math.min(timeSteps, steps - first);
      return {
        inputs: gatherRows(ids, first, steps, batchSize, length),
        targets: gatherRows(ids, first + 1, steps, batchSize, length),
        batchSize,
        timeSteps: length,
      };
    },
  };
}

/** Rows of `length` elements, the first at `start`, each `stride` after the one before. */
function gatherRows(
  ids: Int32Array,
  start: number,
  stride: number,
  rows: number,
  length: number,
): Int32Array {
  const gathered = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const from = start + row * stride;
    gathered.set(ids.subarray(from, from + length), row * length);
  }
  return gathered;
}
