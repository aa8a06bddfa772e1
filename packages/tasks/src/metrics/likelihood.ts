import { assertNonNegative, InvalidArgumentError } from '@unsaturate/core';

/** What one batch adds to an evaluation. */
export interface BatchNll {
  /** Mean negative log-likelihood of the batch's tokens in nats. */
  readonly nll: number;
  /** Tokens that were predicted. */
  readonly tokens: number;
}

/**
 * Mean negative log-likelihood per token over batches of any size, in nats: `sum(nll * tokens) / sum(tokens)`.
 *
 * @throws {@link InvalidArgumentError} for batches without any token, and an nll that is NaN.
 *
 * @example
 * ```ts
 * meanNll([{ nll: 5, tokens: 300 }, { nll: 4, tokens: 100 }]) // => 4.75
 * ```
 */
export function meanNll(batches: Iterable<BatchNll>): number {
  let sum = 0;
  let tokens = 0;
  for (const batch of batches) {
    assertNll('meanNll', batch.nll);
    assertNonNegative('meanNll', 'tokens', batch.tokens);
    sum += batch.nll * batch.tokens;
    tokens += batch.tokens;
  }
  if (tokens === 0) {
    const rule = 'hold at least one token';
    throw new InvalidArgumentError({ where: 'meanNll', argument: 'batches', value: batches, rule });
  }
  return sum / tokens;
}

/**
 * Perplexity of a mean negative log-likelihood per token in nats: `exp(nll)`. A uniform guess among V tokens has V.
 *
 * @throws {@link InvalidArgumentError} for NaN.
 *
 * @example
 * ```ts
 * perplexity(Math.log(10_000)) // => 10000, up to rounding
 * ```
 */
export function perplexity(nll: number): number {
  assertNll('perplexity', nll);
  return Math.exp(nll);
}

/**
 * Bits per character of a mean negative log-likelihood per character in nats: `nll / ln 2`.
 *
 * @throws {@link InvalidArgumentError} for NaN.
 *
 * @example
 * ```ts
 * bitsPerCharacter(Math.log(2)) // => 1
 * ```
 */
export function bitsPerCharacter(nll: number): number {
  assertNll('bitsPerCharacter', nll);
  return nll / Math.LN2;
}

/** Infinity is a likelihood of 0, and passes. */
function assertNll(where: string, nll: unknown): void {
  if (typeof nll === 'number' && !Number.isNaN(nll)) return;
  throw new InvalidArgumentError({ where, argument: 'nll', value: nll, rule: 'be a number' });
}
