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
 * NaN for no batches.
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
    sum += batch.nll * batch.tokens;
    tokens += batch.tokens;
  }
  return sum / tokens;
}

/**
 * Perplexity of a mean negative log-likelihood per token in nats: `exp(nll)`. A uniform guess among V tokens has V.
 *
 * @example
 * ```ts
 * perplexity(Math.log(10_000)) // => 10000, up to rounding
 * ```
 */
export function perplexity(nll: number): number {
  return Math.exp(nll);
}

/**
 * Bits per character of a mean negative log-likelihood per character in nats: `nll / ln 2`.
 *
 * @example
 * ```ts
 * bitsPerCharacter(Math.log(2)) // => 1
 * ```
 */
export function bitsPerCharacter(nll: number): number {
  return nll / Math.LN2;
}
