import type { Hardness } from '@unsaturate/tasks';
import type { Figures } from '@unsaturate/train';
import { describe, expect, it } from 'vitest';
import { harderWhenLearned, hardnessOf, levelOf } from './curriculum.ts';
import { settings } from './settings.ts';

const target = { length: 2, nesting: 2 };
const rule = harderWhenLearned({ ...settings.paper, target });

/** Levels after each of some epochs, given the accuracies of training and validation. */
function levels(epochs: readonly (readonly [training: number, validation: number])[]): number[] {
  let stage = rule.initial;
  const figures = (accuracy: number): Figures => ({ nll: 1, accuracy });
  return epochs.map(([training, validation]) => {
    stage = rule.next(stage, { training: figures(training), validation: figures(validation) });
    expect(JSON.parse(JSON.stringify(stage))).toEqual(stage);
    return levelOf(stage, target);
  });
}

describe('harderWhenLearned', () => {
  it('goes on when the validation accuracy is above 95 %', () => {
    expect(
      levels([
        [0.5, 0.95],
        [0.6, 0.96],
        [0.3, 0.5],
        [0.9, 0.97],
      ]),
    ).toEqual([1, 2, 2, 3]);
  });

  it('goes on when the training accuracy is below that of five epochs ago, and counts anew from then on', () => {
    const falling = [0.5, 0.49, 0.48, 0.47, 0.46, 0.45, 0.44, 0.43, 0.42, 0.41, 0.4];
    expect(levels(falling.map((each) => [each, 0]))).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
    const rising = [0.5, 0.4, 0.4, 0.4, 0.4, 0.51, 0.41, 0.42, 0.39];
    expect(levels(rising.map((each) => [each, 0]))).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2]);
  });

  it('lowers the learning rate by a fifth instead when there is nothing harder', () => {
    let stage = rule.initial;
    const rates = Array.from({ length: 6 }, () => {
      stage = rule.next(stage, {
        training: { nll: 1, accuracy: 1 },
        validation: { nll: 1, accuracy: 1 },
      });
      return rule.learningRate(stage);
    });
    expect(rates.map((rate) => rate.toFixed(3))).toEqual([
      '1.000',
      '1.000',
      '1.000',
      '0.800',
      '0.640',
      '0.512',
    ]);
    expect(stage).toMatchObject(target);
  });
});

describe('levels', () => {
  it('number the stages from the easiest to the target', () => {
    const all: Hardness[] = Array.from({ length: 18 }, (_, i) => hardnessOf(i + 1, settings.paper.target));
    expect([all[0], all[5], all[6], all[8], all[17]]).toEqual([
      { length: 1, nesting: 1 },
      { length: 6, nesting: 1 },
      { length: 1, nesting: 2 },
      { length: 3, nesting: 2 },
      { length: 6, nesting: 3 },
    ]);
    expect(all.map((each) => levelOf(each, settings.paper.target))).toEqual(all.map((_, i) => i + 1));
  });

  it.each(Object.entries(settings))('are checked after whole epochs in the preset %s', (_, chosen) => {
    expect(chosen.updates % chosen.epochUpdates).toBe(0);
  });
});
