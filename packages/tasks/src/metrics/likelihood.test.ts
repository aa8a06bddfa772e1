import { describe, expect, it } from 'vitest';
import { bitsPerCharacter, meanNll, perplexity } from './likelihood.ts';

describe('meanNll', () => {
  it('weights batches by their tokens', () => {
    expect(
      meanNll([
        { nll: 5, tokens: 300 },
        { nll: 4, tokens: 100 },
      ]),
    ).toBe(4.75);
    expect(meanNll(new Set([{ nll: 2, tokens: 1 }]))).toBe(2);
    expect(meanNll([])).toBeNaN();
  });
});

describe('perplexity', () => {
  it('is the number of tokens for a uniform guess among them', () => {
    expect(perplexity(Math.log(10_000))).toBeCloseTo(10_000, 6);
    expect(perplexity(0)).toBe(1);
  });
});

describe('bitsPerCharacter', () => {
  it('is 3 for a uniform guess among 8 characters', () => {
    expect(bitsPerCharacter(Math.log(8))).toBeCloseTo(3, 12);
  });
});
