import { assertKnownKeys, assertOneOf, type Words } from '@unsaturate/core';
import { assertInteger, assertKey } from '../streams/checks.ts';
import { batchKey } from '../streams/draws.ts';
import type { TextBatch } from '../text/text-batches.ts';
import {
  assertHardness,
  checkedStage,
  type Hardness,
  hardnessDraws,
  programCurricula,
  type ProgramCurriculum,
} from './hardness.ts';
import { type ProgramStream, programStream } from './program-stream.ts';
import { type ProgramSplit, programSplits } from './split.ts';

/** What {@link executionBatches} makes. */
export interface ExecutionOptions {
  /** Draws come from `fold(key, 3)`: equal keys give equal batches. */
  readonly key: Words;
  /** Columns that are read side by side, an integer >= 1. */
  readonly batchSize: number;
  /** Characters of a window, an integer >= 1. */
  readonly timeSteps: number;
  /** Windows of an epoch, an integer >= 1. */
  readonly batchesPerEpoch: number;
  /** No program of one split is in another, whatever the keys. */
  readonly split: ProgramSplit;
  readonly curriculum: ProgramCurriculum;
  /** The hardest programs; length 6 and nesting 3 in the published experiments. */
  readonly target: Hardness;
}

/** A window of columns of programs, and which of the characters to predict count. */
export interface ExecutionBatch extends TextBatch {
  /** 1 where the target is a character of an answer, 0 elsewhere; row-major `[batch, time]`. */
  readonly weights: Float32Array;
}

/** Windows by number within an epoch, at a stage of the curriculum. */
export interface ExecutionSource {
  readonly batchesPerEpoch: number;
  /**
   * Batch `index`, from 0 to `batchesPerEpoch - 1`, of epoch `epoch`, from 0.
   *
   * @param stage - A {@link Hardness} up to the target, may hold more; needed by the curricula 'naive' and 'combined'.
   */
  batch(index: number, epoch: number, stage?: unknown): ExecutionBatch;
}

const where = 'executionBatches';
const optionKeys = [
  'key',
  'batchSize',
  'timeSteps',
  'batchesPerEpoch',
  'split',
  'curriculum',
  'target',
] as const satisfies readonly (keyof ExecutionOptions)[];

/**
 * Learning to execute: a program is read character by character, the answer is what it prints.
 *
 *     inputs    p r i n t ( ( 7 + 5 ) ) @ 1 2 . a = ...
 *     targets   r i n t ( ( 7 + 5 ) ) @ 1 2 . a = ...
 *     weights   0 0 0 0 0 0 0 0 0 0 0 0 1 1 1 0 0
 *
 * Every column is a stream of programs of its own. Batch `index + 1` goes on where batch `index` stopped, in the midst of
 * a program: carry the state, and reset it before batch 0. Every epoch has columns of its own, column b of epoch n those of
 * `batchKey(key, n batchSize + b)`; a batch depends on key, index, epoch and stage alone. The columns of the last epoch
 * that was asked for are kept.
 *
 * @throws {@link InvalidArgumentError} for options out of range; `batch` for an index or an epoch out of range, and for a
 * stage that is none or beyond the target where the curriculum needs one.
 * @see Zaremba and Sutskever 2014, "Learning to execute", arXiv 1410.4615.
 *
 * @example
 * ```ts
 * const programs = executionBatches({
 *   key: [7, 0],
 *   batchSize: 100,
 *   timeSteps: 50,
 *   batchesPerEpoch: 200,
 *   split: 'train',
 *   curriculum: 'combined',
 *   target: { length: 6, nesting: 3 },
 * });
 * programs.batch(0, 0, { length: 1, nesting: 1 }) // => { inputs, targets, weights, batchSize: 100, timeSteps: 50 }
 * ```
 */
export function executionBatches(options: ExecutionOptions): ExecutionSource {
  checkOptions(options);
  const { key, batchSize, timeSteps, batchesPerEpoch, split, curriculum, target } = options;
  const staged = curriculum === 'naive' || curriculum === 'combined';

  const columnsOf = (epoch: number, stage: Hardness): ProgramStream[] =>
    Array.from({ length: batchSize }, (_, column) =>
      programStream(
        batchKey(key, epoch * batchSize + column),
        batchesPerEpoch * timeSteps + 1,
        split,
        (draw) => hardnessDraws(curriculum, stage, target, draw),
      ),
    );
  let kept: { readonly name: string; readonly columns: readonly ProgramStream[] } | undefined;

  return {
    batchesPerEpoch,
    batch(index, epoch, stage) {
      assertInteger(`${where}.batch`, 'index', index, 0, batchesPerEpoch - 1);
      assertInteger(`${where}.batch`, 'epoch', epoch, 0);
      const current = staged ? checkedStage(`${where}.batch`, stage, target) : target;
      const name = `${epoch} ${current.length} ${current.nesting}`;
      if (kept?.name !== name) kept = { name, columns: columnsOf(epoch, current) };
      return window(kept.columns, index * timeSteps, timeSteps);
    },
  };
}

function checkOptions(options: ExecutionOptions): void {
  assertKnownKeys(where, 'options', options, optionKeys);
  const { key, split, curriculum, target } = options;
  assertKey(where, key);
  for (const size of ['batchSize', 'timeSteps', 'batchesPerEpoch'] as const) {
    assertInteger(where, size, options[size], 1);
  }
  assertOneOf(where, 'split', split, programSplits);
  assertOneOf(where, 'curriculum', curriculum, programCurricula);
  assertHardness(where, 'target', target);
}

function window(columns: readonly ProgramStream[], start: number, timeSteps: number): ExecutionBatch {
  const batchSize = columns.length;
  const inputs = new Int32Array(batchSize * timeSteps);
  const targets = new Int32Array(batchSize * timeSteps);
  const weights = new Float32Array(batchSize * timeSteps);
  columns.forEach(({ ids, answers }, row) => {
    const [at, end] = [row * timeSteps, start + timeSteps];
    inputs.set(ids.subarray(start, end), at);
    targets.set(ids.subarray(start + 1, end + 1), at);
    weights.set(answers.subarray(start + 1, end + 1), at);
  });
  return { inputs, targets, weights, batchSize, timeSteps };
}
