import { InvalidArgumentError } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchSource } from '../batch-source.ts';
import { evaluationBatches, type TextBatch, textBatches, TextTooShortError } from './text-batches.ts';

/** The text 0, 1, 2, ..., so that an id is a position. */
const positions = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

const allBatches = (source: BatchSource<TextBatch>): TextBatch[] =>
  Array.from({ length: source.batchesPerEpoch }, (_, index) => source.batch(index));

/** What row `row` reads over the epoch. */
const column = (batches: readonly TextBatch[], part: 'inputs' | 'targets', row: number): number[] =>
  batches.flatMap((batch) =>
    Array.from(batch[part].subarray(row * batch.timeSteps, (row + 1) * batch.timeSteps)),
  );

const range = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i);

const shapes = fc.record({
  batchSize: fc.integer({ min: 1, max: 6 }),
  timeSteps: fc.integer({ min: 1, max: 7 }),
  extra: fc.nat({ max: 60 }),
});

describe('textBatches', () => {
  it('cuts a text into columns and windows', () => {
    const source = textBatches(positions(14), { batchSize: 2, timeSteps: 2 });
    expect(source.batchesPerEpoch).toBe(3);
    expect(source.batch(1)).toEqual({
      inputs: Int32Array.of(2, 3, 8, 9),
      targets: Int32Array.of(3, 4, 9, 10),
      batchSize: 2,
      timeSteps: 2,
    });
  });

  it('has as many batches an epoch as the published PTB runs', () => {
    const ids = new Int32Array(929_589);
    expect(textBatches(ids, { batchSize: 20, timeSteps: 20 }).batchesPerEpoch).toBe(2323);
    expect(textBatches(ids, { batchSize: 20, timeSteps: 35 }).batchesPerEpoch).toBe(1327);
  });

  it('reads every column in order, targets one ahead, all but the incomplete last window', () => {
    fc.assert(
      fc.property(shapes, ({ batchSize, timeSteps, extra }) => {
        const length = batchSize * timeSteps + 1 + extra;
        const batches = allBatches(textBatches(positions(length), { batchSize, timeSteps }));
        const steps = Math.floor((length - 1) / batchSize);
        for (let row = 0; row < batchSize; row++) {
          const inputs = column(batches, 'inputs', row);
          expect(inputs).toEqual(range(row * steps, inputs.length));
          expect(column(batches, 'targets', row)).toEqual(range(row * steps + 1, inputs.length));
          expect(steps - inputs.length).toBeLessThan(timeSteps);
        }
        expect(batches.every((batch) => batch.timeSteps === timeSteps)).toBe(true);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('says how many tokens are needed', () => {
    const options = { batchSize: 20, timeSteps: 35 };
    expect(textBatches(positions(701), options).batchesPerEpoch).toBe(1);
    expect(() => textBatches(positions(700), options)).toThrow(TextTooShortError);
    expect(() => textBatches(positions(700), options)).toThrow(
      'textBatches: a text of 700 tokens is too short for batchSize 20 and timeSteps 35, which need 701.',
    );
  });

  it.each([textBatches, evaluationBatches])('names ids and options that are none: %o', (build) => {
    const untyped = (ids: unknown, options?: object): unknown => build(ids as Int32Array, options as never);
    expect(() => untyped([1, 2])).toThrow(`${build.name}: ids must be an Int32Array, got [1,2].`);
    expect(() => untyped(positions(9))).toThrow(`${build.name}: options must be an object, got undefined.`);
    expect(() => untyped(positions(9), { batchSize: 2, timesteps: 2 })).toThrow(
      `${build.name}: options must hold only batchSize, timeSteps, got "timesteps".`,
    );
  });

  it('names sizes and indices that are out of range', () => {
    const ids = positions(20);
    const build = (batchSize: number, timeSteps: number) => () => textBatches(ids, { batchSize, timeSteps });
    expect(build(0, 2)).toThrow('textBatches: batchSize must be an integer of at least 1, got 0.');
    expect(build(2, 1.5)).toThrow('textBatches: timeSteps must be an integer of at least 1, got 1.5.');
    const source = textBatches(ids, { batchSize: 2, timeSteps: 3 });
    for (const index of [-1, 3, 0.5]) expect(() => source.batch(index)).toThrow(InvalidArgumentError);
    expect(() => source.batch(3)).toThrow('textBatches.batch: index must be an integer from 0 to 2, got 3.');
  });
});

describe('evaluationBatches', () => {
  it('predicts the tokens 1 to B L once each, in order', () => {
    fc.assert(
      fc.property(shapes, ({ batchSize, timeSteps, extra }) => {
        const length = batchSize + 1 + extra;
        const batches = allBatches(evaluationBatches(positions(length), { batchSize, timeSteps }));
        const rows = range(0, batchSize);
        const inputs = rows.flatMap((row) => column(batches, 'inputs', row));
        const targets = rows.flatMap((row) => column(batches, 'targets', row));
        const predicted = length - 1 - ((length - 1) % batchSize);
        expect(inputs).toEqual(range(0, predicted));
        expect(targets).toEqual(range(1, predicted));
        expect(batches.slice(0, -1).every((batch) => batch.timeSteps === timeSteps)).toBe(true);
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it('takes a text shorter than a window, but not one without a prediction a column', () => {
    const options = { batchSize: 2, timeSteps: 100 };
    expect(evaluationBatches(positions(3), options).batch(0).timeSteps).toBe(1);
    expect(() => evaluationBatches(positions(2), options)).toThrow(TextTooShortError);
  });
});
