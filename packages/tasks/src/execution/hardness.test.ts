import { describe, expect, it } from 'vitest';
import { drawnIntegers } from '../streams/draws.ts';
import { easiestPrograms, harderPrograms, type Hardness, hardnessDraws } from './hardness.ts';

const target = { length: 6, nesting: 3 };
const stage = { length: 2, nesting: 2 };

describe('harderPrograms', () => {
  it('goes through all lengths of a nesting, then on to the next', () => {
    const stages: Hardness[] = [];
    let next: Hardness | undefined = easiestPrograms;
    while (next) {
      stages.push(next);
      next = harderPrograms(next, { length: 2, nesting: 3 });
    }
    expect(stages.map(({ length, nesting }) => [length, nesting])).toEqual([
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [1, 3],
      [2, 3],
    ]);
  });

  it('names what is out of range', () => {
    expect(() => harderPrograms({ length: 7, nesting: 1 }, target)).toThrow(
      'harderPrograms: stage.length must be an integer from 1 to 6, got 7.',
    );
    expect(() => harderPrograms(undefined as never, target)).toThrow(
      'harderPrograms: stage must be a stage with length and nesting, got undefined.',
    );
    expect(() => harderPrograms(stage, { length: 6, nesting: 11 })).toThrow(
      'harderPrograms: target.nesting must be an integer from 1 to 10, got 11.',
    );
    expect(() => harderPrograms(stage, { length: 12, nesting: 3 })).toThrow(
      'target must keep 10^length (4 length + 1)^nesting below 2^53',
    );
  });
});

describe('hardnessDraws', () => {
  const many = (curriculum: Parameters<typeof hardnessDraws>[0]): Map<string, number> => {
    const hardness = hardnessDraws(curriculum, stage, target, drawnIntegers([7, 0], 1));
    const counts = new Map<string, number>();
    for (let n = 0; n < 9000; n++) {
      const { length, nesting } = hardness();
      const name = `${length},${nesting}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  };

  it('is the target, the stage, anything up to the target, or a blend of these', () => {
    expect(many('baseline')).toEqual(new Map([['6,3', 9000]]));
    expect(many('naive')).toEqual(new Map([['2,2', 9000]]));

    const mix = many('mix');
    expect(mix.size).toBe(18);
    for (const count of mix.values()) expect(Math.abs(count - 500)).toBeLessThan(110); // 5 deviations

    const combined = many('combined');
    expect(combined.size).toBe(18);
    // 80 % of the stage, and an 18th of the other 20 %.
    expect(Math.abs(combined.get('2,2')! - 7300)).toBeLessThan(190);
    combined.delete('2,2');
    for (const count of combined.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });
});
