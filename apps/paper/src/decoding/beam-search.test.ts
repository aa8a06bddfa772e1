import { fillNormals } from '@unsaturate/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beamSearch, type Found, type Hypothesis } from './beam-search.ts';

type State = readonly number[];

/** Random log-probabilities that depend on the sequence's own number and on all symbols before. */
function logProbabilitiesOf(seed: number, history: State, symbols: number): number[] {
  const stream = history.reduce((code, symbol) => code * 7 + symbol + 1, 0);
  const scores = fillNormals([seed, 1], stream, new Float64Array(symbols)).map((each) => 1.5 * each);
  const total = Math.log(scores.reduce((sum, each) => sum + Math.exp(each), 0));
  return [...scores.map((each) => each - total)];
}

const stepOf =
  (seed: number, symbols: number, calls: number[] = []) =>
  async (hypotheses: readonly Hypothesis<State>[]) => {
    calls.push(hypotheses.length);
    return hypotheses.map(({ state, last }) => {
      const history = last === undefined ? state : [...state, last];
      return { state: history, logProbabilities: logProbabilitiesOf(seed, history, symbols) };
    });
  };

interface Model {
  readonly seed: number;
  readonly symbols: number;
  readonly maxLength: number;
  readonly lengthPenalty: number;
}

/** Every sequence there is, its end being symbol 0. */
function everySequence({ seed, symbols, maxLength, lengthPenalty }: Model, start: State): Found[] {
  const grow = (written: State, logProbability: number): Found[] => {
    const next = logProbabilitiesOf(seed, [...start, ...written], symbols);
    return next.flatMap((each, symbol) => {
      const total = logProbability + each;
      const now = symbol === 0 ? written : [...written, symbol];
      const length = written.length + 1;
      if (symbol !== 0 && length < maxLength) return grow(now, total);
      return [{ symbols: now, logProbability: total, score: total / length ** lengthPenalty }];
    });
  };
  return grow([], 0);
}

const models = fc.record({
  seed: fc.nat(10_000),
  symbols: fc.integer({ min: 2, max: 4 }),
  maxLength: fc.integer({ min: 1, max: 4 }),
  lengthPenalty: fc.constantFrom(0, 0.6, 1),
});

const check = (property: (model: Model) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(models, property), { seed: 1, numRuns: 60 });

describe('beamSearch', () => {
  it('finds the best of all sequences when the beam holds them all', () =>
    check(async (model) => {
      const start = [[1], [2], [3]];
      const { seed, symbols, ...rest } = model;
      const width = symbols ** model.maxLength;
      const found = await beamSearch({ ...rest, start, step: stepOf(seed, symbols), end: 0, width });
      found.forEach(({ score, ...one }, i) => {
        const all = everySequence(model, start[i]!);
        expect(score).toBeCloseTo(Math.max(...all.map((each) => each.score)), 10);
        expect(
          all.find((each) => String(each.symbols) === String(one.symbols) && each.score === score),
        ).toBeDefined();
      });
    }));

  it('takes the most likely symbol with a width of 1', () =>
    check(async ({ seed, symbols, maxLength, lengthPenalty }) => {
      const search = { maxLength, lengthPenalty, step: stepOf(seed, symbols), end: 0, width: 1 };
      const [found] = await beamSearch({ ...search, start: [[5]] });
      const written: number[] = [];
      while (written.length < maxLength) {
        const next = logProbabilitiesOf(seed, [5, ...written], symbols);
        const symbol = next.indexOf(Math.max(...next));
        if (symbol === 0) break;
        written.push(symbol);
      }
      expect(found!.symbols).toEqual(written);
    }));

  it('finds for each sequence what it finds for it alone', () =>
    check(async ({ seed, symbols, maxLength, lengthPenalty }) => {
      const search = { maxLength, lengthPenalty, step: stepOf(seed, symbols), end: 0, width: 2 };
      const start = [[1], [2], [3], [4]];
      const alone = await Promise.all(start.map((each) => beamSearch({ ...search, start: [each] })));
      expect(await beamSearch({ ...search, start })).toEqual(alone.flat());
    }));

  it('never asks for more than the width of each sequence, and one at the start', async () => {
    const calls: number[] = [];
    const step = stepOf(3, 4, calls);
    await beamSearch({ start: [[1], [2]], step, end: 0, width: 3, maxLength: 6, lengthPenalty: 1 });
    expect(calls[0]).toBe(2);
    expect(Math.max(...calls)).toBeLessThanOrEqual(6);
    expect(calls.length).toBeLessThanOrEqual(6);
  });
});
