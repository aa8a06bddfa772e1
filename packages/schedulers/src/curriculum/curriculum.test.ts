import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curriculum, type CurriculumKind, type Difficulty } from './curriculum.ts';

const target = { length: 6, nesting: 3 };
const current: Difficulty = { length: 2, nesting: 2 };

/** A source of uniform numbers that gives these and then fails. */
function numbers(...values: readonly number[]): () => number {
  const rest = [...values];
  return () => {
    const value = rest.shift();
    if (value === undefined) throw new Error('one number too many was drawn');
    return value;
  };
}

/** A small linear congruential generator, good enough to count shares. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function sample(kind: CurriculumKind, random: () => number): Difficulty {
  return curriculum({ kind, ...target }).sample(current, random);
}

describe('advance', () => {
  it('raises the length to the target, then starts again with one more nesting, and stops there', () => {
    const { initial, advance, isFinal } = curriculum({ kind: 'naive', length: 2, nesting: 3 });
    const path = [initial];
    while (!isFinal(path.at(-1)!) && path.length < 20) path.push(advance(path.at(-1)!));
    expect(path.map(({ length, nesting }) => [length, nesting])).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(advance(path.at(-1)!)).toEqual({ length: 2, nesting: 3 });
  });

  it('passes every difficulty once', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, (length, nesting) => {
        const { initial, advance, isFinal } = curriculum({ kind: 'mix', length, nesting });
        const seen = new Set<string>();
        let state = initial;
        for (; !isFinal(state); state = advance(state)) seen.add(JSON.stringify(state));
        expect(seen.size).toBe(length * nesting - 1);
        expect(state).toEqual({ length, nesting });
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('has one axis when no nesting is given', () => {
    const { isFinal } = curriculum({ kind: 'naive', length: 4 });
    expect([3, 4].map((length) => isFinal({ length, nesting: 1 }))).toEqual([false, true]);
  });
});

describe('sample', () => {
  it('is the target for baseline and the current difficulty for naive, without a draw', () => {
    expect(sample('baseline', numbers())).toEqual(target);
    expect(sample('naive', numbers())).toEqual(current);
  });

  it('is anything up to the target for mix: length first, then nesting', () => {
    expect(sample('mix', numbers(0, 0))).toEqual({ length: 1, nesting: 1 });
    expect(sample('mix', numbers(0.5, 0.34))).toEqual({ length: 4, nesting: 2 });
    expect(sample('mix', numbers(1 - 2 ** -53, 1 - 2 ** -53))).toEqual(target);
  });

  it('is mixed for a fifth of combined, and current otherwise', () => {
    expect(sample('combined', numbers(0.19, 0.99, 0.99))).toEqual(target);
    expect(sample('combined', numbers(0.2))).toEqual(current);
  });

  it('covers all difficulties evenly in mix', () => {
    const random = generator(6);
    const counts = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const key = JSON.stringify(sample('mix', random));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(18);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(120);
  });

  it.each([1, -0.1, Number.NaN])('refuses %d from random()', (value) => {
    expect(() => sample('mix', () => value)).toThrow(
      `curriculum: random() must be at least 0 and below 1, got ${value}.`,
    );
  });
});

describe('curriculum', () => {
  it.each([
    [{ kind: 'blend' as 'mix' }, 'kind must be one of "baseline", "naive", "mix", "combined", got "blend".'],
    [{ length: 0 }, 'length must be an integer of at least 1, got 0.'],
    [{ nesting: 1.5 }, 'nesting must be an integer of at least 1, got 1.5.'],
  ])('refuses %o', (wrong, message) => {
    expect(() => curriculum({ kind: 'mix', ...target, ...wrong })).toThrow(`curriculum: ${message}`);
  });
});
