import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { bleu } from './bleu.ts';
import { tokenize13a } from './tokenize-13a.ts';

const words = (text: string): string[] => text.split(' ');
const score = (candidate: string, ...references: string[]) =>
  bleu([words(candidate)], [references.map(words)]);

describe('bleu', () => {
  it('counts a word at most as often as a reference has it (Papineni et al. 2002, example 2)', () => {
    const { scores } = score(
      'the the the the the the the',
      'the cat is on the mat',
      'there is a cat on the mat',
    );
    expect(scores).toEqual([2 / 7, 0, 0, 0]);
  });

  it('has the modified precisions of example 1 of Papineni et al. 2002', () => {
    const references = [
      'it is a guide to action that ensures that the military will forever heed party commands',
      'it is the guiding principle which guarantees the military forces always being under the command of the party',
      'it is the practical guide for the army always to heed the directions of the party',
    ];
    const { scores, brevityPenalty } = score(
      'it is a guide to action which ensures that the military always obeys the commands of the party',
      ...references,
    );
    expect(brevityPenalty).toBe(1);
    expect(scores[0]).toBeCloseTo(17 / 18, 12);
    expect(scores[1]).toBeCloseTo(Math.sqrt((17 / 18) * (10 / 17)), 12);
    const other = score(
      'it is to insure the troops forever hearing the activity guidebook that party direct',
      ...references,
    );
    expect(other.scores[0]! / other.brevityPenalty).toBeCloseTo(8 / 14, 12);
    expect(other.scores[1]! / other.brevityPenalty).toBeCloseTo(Math.sqrt((8 / 14) * (1 / 13)), 12);
  });

  it('takes the closest reference, the shorter of two, for the brevity of the whole corpus', () => {
    const candidates = ['a b c', 'd'].map(words);
    const references = [['a b c d e', 'a'].map(words), ['d e f'].map(words)];
    const { scores, brevityPenalty } = bleu(candidates, references, { maxLength: 1 });
    // c = 3 + 1; r = 1 + 3, since 1 and 5 are equally far from 3
    expect(brevityPenalty).toBe(1);
    expect(scores).toEqual([1]);
    expect(bleu([words('a b')], [[words('a b c')]], { maxLength: 2 }).scores[1]).toBeCloseTo(
      Math.exp(1 - 3 / 2),
      12,
    );
  });

  it('is 0 for candidates without words, and typed errors name what is missing', () => {
    expect(bleu([[]], [[['a']]])).toEqual({ scores: [0, 0, 0, 0], brevityPenalty: 0 });
    expect(() => bleu([], [])).toThrow('bleu: candidates must have at least one candidate, got [].');
    expect(() => bleu([['a']], [])).toThrow(InvalidArgumentError);
    expect(() => bleu([['a']], [[]])).toThrow(
      'bleu: references[0] must have at least one reference, got [].',
    );
  });

  it('halves what stands for a precision without matches with every one, smoothed exponentially', () => {
    const candidate = [words('a b x c d y')];
    const references = [[words('a b c d e f')]];
    // p_1 = 4/6, p_2 = 2/5, no trigram of 4 and no 4-gram of 3: 1/(2 4) and 1/(4 3)
    const { scores } = bleu(candidate, references, { smoothing: 'exponential' });
    expect(scores[1]).toBeCloseTo(Math.sqrt((4 / 6) * (2 / 5)), 12);
    expect(scores[2]).toBeCloseTo(((4 / 6) * (2 / 5) * (1 / 8)) ** (1 / 3), 12);
    expect(scores[3]).toBeCloseTo(((4 / 6) * (2 / 5) * (1 / 8) * (1 / 12)) ** (1 / 4), 12);
    expect(bleu(candidate, references).scores.slice(2)).toEqual([0, 0]);
  });

  it('is what sacreBLEU states for the example of its manual', () => {
    const candidates = ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.'];
    const references = [
      ['The dog bit the man.', 'The dog had bit the man.'],
      ['It was not unexpected.', 'No one was surprised.'],
      ['The man bit him first.', 'The man had bitten the dog.'],
    ];
    const by = (split: (text: string) => string[]) =>
      bleu(
        candidates.map(split),
        references.map((each) => each.map(split)),
        { smoothing: 'exponential' },
      );
    // BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)
    const { scores, brevityPenalty } = by(tokenize13a);
    expect(brevityPenalty).toBeCloseTo(0.943, 3);
    expect(100 * scores[3]!).toBeCloseTo(48.530827, 6);
    expect(scores[0]! / brevityPenalty).toBeCloseTo(0.824, 3);
    // with --tokenize none
    expect(100 * by(words).scores[3]!).toBeCloseTo(49.1919566, 6);
  });

  it('is not smoothed where no word matches, nor where there are no n-grams', () => {
    const smoothing = 'exponential';
    expect(bleu([words('x y z w')], [[words('a b c d')]], { smoothing }).scores).toEqual([0, 0, 0, 0]);
    expect(bleu([words('a b c')], [[words('a b c')]], { smoothing }).scores).toEqual([1, 1, 1, 0]);
  });

  it('refuses options that it does not know', () => {
    expect(() => bleu([['a']], [[['a']]], { maxLength: 0 })).toThrow(
      /maxLength must be an integer of at least 1/,
    );
    expect(() => bleu([['a']], [[['a']]], { smoothing: 'floor' as never })).toThrow(InvalidArgumentError);
  });
});
