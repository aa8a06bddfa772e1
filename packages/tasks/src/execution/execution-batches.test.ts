import { describe, expect, it } from 'vitest';
import { decode } from '../text/encode.ts';
import { executionBatches, type ExecutionOptions, type ExecutionSource } from './execution-batches.ts';
import { programSplits, splitOf } from './split.ts';
import { programVocabulary } from './vocabulary.ts';

const options: ExecutionOptions = {
  key: [7, 0],
  batchSize: 3,
  timeSteps: 20,
  batchesPerEpoch: 10,
  split: 'train',
  curriculum: 'combined',
  target: { length: 6, nesting: 3 },
};
const stage = { length: 2, nesting: 2 };

const make = (more: Partial<ExecutionOptions> = {}): ExecutionSource =>
  executionBatches({ ...options, ...more });

interface Column {
  /** The targets of an epoch. */
  readonly text: string;
  /** Their weights, as `0` and `1`. */
  readonly weights: string;
}

function columnsOf(source: ExecutionSource, epoch = 0, at: unknown = stage): Column[] {
  const batches = Array.from({ length: source.batchesPerEpoch }, (_, i) => source.batch(i, epoch, at));
  const { batchSize, timeSteps } = batches[0]!;
  return Array.from({ length: batchSize }, (_, column) => {
    const [start, end] = [column * timeSteps, (column + 1) * timeSteps];
    return {
      text: batches.map(({ targets }) => decode(programVocabulary, targets.subarray(start, end))).join(''),
      weights: batches.map(({ weights }) => weights.subarray(start, end).join('')).join(''),
    };
  });
}

/** The programs of columns whose beginning and end are there. */
const programsOf = (columns: readonly Column[]): string[] =>
  columns.flatMap(({ text }) => text.match(/(?<=\.)[^@.]+@(?=-?\d+\.)/g) ?? []);

describe('executionBatches', () => {
  it('predicts the next character, from batch to batch', () => {
    const source = make();
    const [first, second] = [source.batch(4, 2, stage), source.batch(5, 2, stage)];
    expect([first.batchSize, first.timeSteps]).toEqual([3, 20]);
    for (let row = 0; row < 3; row++) {
      const [start, end] = [row * 20, (row + 1) * 20];
      const targets = first.targets.subarray(start, end);
      expect(first.inputs.subarray(start + 1, end)).toEqual(targets.subarray(0, -1));
      expect(targets.at(-1)).toBe(second.inputs[start]);
    }
  });

  it('is programs and their answers without a break, of which the answers count', () => {
    const columns = columnsOf(make({ batchSize: 20, batchesPerEpoch: 30 }));
    for (const { text, weights } of columns) {
      expect(text).toMatch(/^([^@.]*@-?\d+\.)+[^@.]*(@-?\d*)?$/);
      const expected = text.replaceAll(/(?<=@)-?\d*\.?|[^]/g, (part, at: number) =>
        (text[at - 1] === '@' ? '1' : '0').repeat(part.length),
      );
      expect(weights).toBe(expected);
    }
    expect(programsOf(columns).length).toBeGreaterThan(200);
  });

  it('gives the same batch for a key, an index, an epoch and a stage, in any order, and another for another', () => {
    const source = make();
    const batch = source.batch(3, 1, stage);
    source.batch(0, 0, { length: 1, nesting: 1 });
    expect(make().batch(3, 1, { ...stage, learningRate: 0.5 })).toEqual(batch);
    expect(source.batch(3, 1, stage)).toEqual(batch);
    const others = [
      source.batch(4, 1, stage),
      source.batch(3, 0, stage),
      source.batch(3, 1, { length: 3, nesting: 2 }),
      source.batch(3, 1, { length: 2, nesting: 1 }),
      make({ key: [8, 0] }).batch(3, 1, stage),
      make({ split: 'test' }).batch(3, 1, stage),
    ];
    for (const other of others) expect(other.inputs).not.toEqual(batch.inputs);
  });

  it('has no column twice, within an epoch and between epochs', () => {
    const source = make({ batchSize: 10 });
    const texts = [0, 1, 2].flatMap((epoch) => columnsOf(source, epoch).map(({ text }) => text));
    expect(new Set(texts).size).toBe(30);
  });

  it('has programs of its split only, whatever the hardness', () => {
    for (const target of [
      { length: 1, nesting: 1 },
      { length: 6, nesting: 3 },
    ]) {
      const [train, validation, test] = programSplits.map((split) => {
        const source = make({ split, target, curriculum: 'baseline', batchSize: 30, batchesPerEpoch: 40 });
        const programs = programsOf(columnsOf(source));
        expect(programs.length).toBeGreaterThan(200);
        expect(new Set(programs.map(splitOf))).toEqual(new Set([split]));
        return new Set(programs);
      });
      expect([...train!].filter((each) => validation!.has(each) || test!.has(each))).toEqual([]);
      expect([...validation!].filter((each) => test!.has(each))).toEqual([]);
    }
  });

  it('follows its curriculum', () => {
    const longest = (curriculum: ExecutionOptions['curriculum'], at: unknown): number => {
      const programs = programsOf(columnsOf(make({ curriculum, batchSize: 30, batchesPerEpoch: 30 }), 0, at));
      return Math.max(...programs.flatMap((each) => each.match(/\d+/g) ?? []).map((each) => each.length));
    };
    const easy = { length: 1, nesting: 1 };
    expect(longest('naive', easy)).toBeLessThanOrEqual(2); // up to 10
    expect(longest('combined', easy)).toBeGreaterThan(4);
    // These two ask for no stage.
    expect(longest('baseline', undefined)).toBeGreaterThan(4);
    expect(longest('mix', undefined)).toBeGreaterThan(4);
  });

  it.each([
    [{ key: 7 as never }, 'key must be an array of two unsigned 32-bit integers, got 7.'],
    [{ batchSize: 0 }, 'batchSize must be an integer of at least 1, got 0.'],
    [{ timeSteps: 1.5 }, 'timeSteps must be an integer of at least 1, got 1.5.'],
    [{ batchesPerEpoch: 0 }, 'batchesPerEpoch must be an integer of at least 1, got 0.'],
    [{ split: 'dev' as never }, 'split must be '],
    [{ curriculum: 'blend' as never }, 'curriculum must be '],
    [{ target: { length: 0, nesting: 1 } }, 'target.length must be an integer of at least 1, got 0.'],
    [{ stage } as never, 'options must hold only key, '],
  ] satisfies [Partial<ExecutionOptions>, string][])('refuses %o', (more, message) => {
    expect(() => make(more)).toThrow(`executionBatches: ${message}`);
  });

  it('names an index, an epoch and a stage that are out of range', () => {
    const source = make();
    const batch = 'executionBatches.batch: ';
    expect(() => source.batch(10, 0, stage)).toThrow(`${batch}index must be an integer from 0 to 9, got 10.`);
    expect(() => source.batch(0, -1, stage)).toThrow(`${batch}epoch must be an integer of at least 0`);
    expect(() => source.batch(0, 0)).toThrow(`${batch}stage must be a stage with length and nesting`);
    expect(() => source.batch(0, 0, { length: 1, nesting: 4 })).toThrow(
      `${batch}stage.nesting must be an integer from 1 to 3, got 4.`,
    );
  });
});
