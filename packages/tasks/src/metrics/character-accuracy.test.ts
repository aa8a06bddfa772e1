import { describe, expect, it } from 'vitest';
import { executionBatches } from '../execution/execution-batches.ts';
import { programVocabulary } from '../execution/vocabulary.ts';
import { characterAccuracy } from './character-accuracy.ts';

describe('characterAccuracy', () => {
  it('is the share of right characters among those that count', () => {
    const logits = [0.1, 2, 0.3, 5, 1, 2, 0, 0, 1, 3, 2, 1];
    expect(characterAccuracy(logits, [1, 2, 2, 0], [1, 1, 1, 1])).toBe(0.75);
    expect(characterAccuracy(logits, [1, 2, 2, 0], [1, 1, 0, 0])).toBe(0.5);
    expect(characterAccuracy(logits, [1, 2, 2, 1], [0.5, 0.25, 0.25, 0])).toBe(0.75);
  });

  it('is 1 for one-hot answers to a batch of programs, and the share of digits for a constant one', () => {
    const { targets, weights } = executionBatches({
      key: [7, 0],
      batchSize: 20,
      timeSteps: 50,
      batchesPerEpoch: 1,
      split: 'test',
      curriculum: 'baseline',
      target: { length: 2, nesting: 1 },
    }).batch(0, 0);
    const size = programVocabulary.tokens.length;
    const answers = (idAt: (i: number) => number): Float32Array => {
      const logits = new Float32Array(targets.length * size);
      targets.forEach((_, i) => (logits[i * size + idAt(i)] = 1));
      return logits;
    };
    expect(
      characterAccuracy(
        answers((i) => targets[i]!),
        targets,
        weights,
      ),
    ).toBe(1);
    const stop = programVocabulary.tokens.indexOf('.');
    const stops = targets.filter((id, i) => id === stop && weights[i] === 1).length;
    const all = weights.filter((each) => each === 1).length;
    expect(
      characterAccuracy(
        answers(() => stop),
        targets,
        weights,
      ),
    ).toBe(stops / all);
  });

  it.each([
    [[1, 2], [0], [1, 1], 'weights must have the length of targets, 1'],
    [[1, 2], [0], [-1], 'weights[0] must be '],
    [[1, 2], [0], [0], 'weights must hold at least one weight above 0'],
    [[1, 2], [2], [1], 'targets[0] must be an integer from 0 to 1, got 2.'],
    [[1, Number.NaN], [0], [1], 'logits[1] must be a number, got NaN.'],
    [[], [], [], 'targets must hold at least one class'],
  ])('refuses logits %j, targets %j, weights %j', (logits, targets, weights, message) => {
    expect(() => characterAccuracy(logits, targets, weights)).toThrow(`characterAccuracy: ${message}`);
  });
});
