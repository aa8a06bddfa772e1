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
  });

  it('refuses to average nothing, and what is no number', () => {
    const message = 'meanNll: batches must hold at least one token, got ';
    expect(() => meanNll([])).toThrow(`${message}[].`);
    expect(() => meanNll([{ nll: 2, tokens: 0 }])).toThrow(message);
    expect(() => meanNll([{ nll: Number.NaN, tokens: 1 }])).toThrow(
      'meanNll: nll must be a number, got NaN.',
    );
    expect(() => meanNll([{ nll: 1 } as never])).toThrow(
      'meanNll: tokens must be a finite number of at least 0, got undefined.',
    );
  });
});

describe('perplexity', () => {
  it('is the number of tokens for a uniform guess among them', () => {
    expect(perplexity(Math.log(10_000))).toBeCloseTo(10_000, 6);
    expect(perplexity(0)).toBe(1);
  });

  it('is infinite for what was impossible, and nothing for NaN', () => {
    expect(perplexity(Infinity)).toBe(Infinity);
    expect(() => perplexity(Number.NaN)).toThrow('perplexity: nll must be a number, got NaN.');
  });
});

describe('bitsPerCharacter', () => {
  it('is 3 for a uniform guess among 8 characters', () => {
    expect(bitsPerCharacter(Math.log(8))).toBeCloseTo(3, 12);
    expect(() => bitsPerCharacter('1' as never)).toThrow('bitsPerCharacter: nll must be a number, got "1".');
  });
});
