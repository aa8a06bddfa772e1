import { InvalidArgumentError } from '@unsaturate/core';
import { describe, expect, it } from 'vitest';
import { countUnique } from '../counting/count-unique.ts';
import { classificationError } from './classification.ts';

describe('classificationError', () => {
  it('is the share of rows with another class on top', () => {
    expect(classificationError([0.1, 2, 0.3, 5, 1, 2], [1, 2])).toBe(0.5);
    expect(classificationError(Float32Array.of(-3, -2, -Infinity, Infinity), Int32Array.of(1, 1))).toBe(0);
  });

  it('counts the first of equal ones', () => {
    expect(classificationError([7, 7, 7, 7], [0, 1])).toBe(0.5);
  });

  it('is 0 for one-hot answers to a batch of the counting task', () => {
    const { targets, classes, batchSize } = countUnique({ key: [7, 0], batchSize: 50 }).batch(0);
    const logits = new Float32Array(batchSize * classes);
    for (let row = 0; row < batchSize; row++) logits[row * classes + targets[row]!] = 1;
    expect(classificationError(logits, targets)).toBe(0);
  });

  it('names what does not fit', () => {
    const act = (logits: number[], targets: number[]) => () => classificationError(logits, targets);
    expect(act([1], [])).toThrow(InvalidArgumentError);
    expect(act([1], [])).toThrow('classificationError: targets must hold at least one class, got [].');
    expect(act([1, 2, 3], [0, 0])).toThrow('logits must have a length that is a positive multiple of 2, as');
    expect(act([1, 2], [2])).toThrow('targets[0] must be an integer from 0 to 1, got 2.');
    expect(act([1, 2, 3, Number.NaN], [0, 1])).toThrow('logits[3] must be a number, got NaN.');
  });
});
