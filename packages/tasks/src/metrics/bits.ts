import { InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';

/** How bits are grouped; a `SequenceBatch` says it of its own. */
export interface BitShape {
  /** Sequences that the bits belong to. */
  readonly batchSize: number;
  /** Bits of one step. */
  readonly targetChannels: number;
}

/**
 * Negative log-likelihood in the unit of the recall experiments, nats: the binary cross-entropy of a bit, averaged over
 * the bits of a step, summed over the steps of an answer, averaged over the sequences.
 *
 *     sum(bce) / (batchSize * targetChannels),  bce(z, t) = log(1 + exp(t = 1 ? -z : z))
 *
 * A model that knows nothing has `steps * ln 2`: 2.079 with the 3 steps of an item. No logit is too large: nothing
 * overflows, and a wrong infinite one gives Infinity.
 *
 * @param logits - z, before the sigmoid, row-major `[batch, steps, bits]`.
 * @param targets - t, 0 or 1, the same shape.
 * @throws {@link InvalidArgumentError} for arrays whose lengths differ or do not fit the shape, a logit that is NaN, and a target other than 0 and 1.
 * @see Gulcehre et al. 2016, figure 9; the authors' code, caglar/dntm.
 *
 * @example
 * ```ts
 * recallNll(logits, batch.targets, batch) // => 2.0794415416798357 for logits of 0
 * ```
 */
export function recallNll(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  { batchSize, targetChannels }: BitShape,
): number {
  const where = 'recallNll';
  assertInteger(where, 'targetChannels', targetChannels, 1);
  assertBits(where, logits, targets, batchSize, targetChannels);
  return sumOverBits(logits, targets, crossEntropy) / (batchSize * targetChannels);
}

/**
 * Cost of a sequence in bits: the binary cross-entropy of all its target bits, in bits, averaged over the sequences.
 *
 *     sum(bce) / (batchSize * ln 2)
 *
 * A model that knows nothing has one for every target bit: 18 for an item of 3 vectors of 6.
 *
 * @param logits - Before the sigmoid, row-major `[batch, steps, bits]`.
 * @param targets - 0 or 1, the same shape.
 * @throws {@link InvalidArgumentError} as {@link recallNll}.
 * @see Graves et al. 2014, "Neural Turing machines", section 4.
 *
 * @example
 * ```ts
 * bitsPerSequence(logits, batch.targets, batch) // => 18 for logits of 0
 * ```
 */
export function bitsPerSequence(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  { batchSize }: Pick<BitShape, 'batchSize'>,
): number {
  assertBits('bitsPerSequence', logits, targets, batchSize, 1);
  return sumOverBits(logits, targets, crossEntropy) / (batchSize * Math.LN2);
}

/**
 * Share of bits that are answered wrongly: a logit above 0 answers 1, any other 0.
 *
 * @param logits - Before the sigmoid, of any shape, at least one.
 * @param targets - 0 or 1, the same shape.
 * @throws {@link InvalidArgumentError} as {@link recallNll}.
 *
 * @example
 * ```ts
 * bitErrorRate([3, -1, 2, -4], [1, 1, 1, 0]) // => 0.25
 * ```
 */
export function bitErrorRate(logits: ArrayLike<number>, targets: ArrayLike<number>): number {
  assertBits('bitErrorRate', logits, targets, 1, 1);
  return sumOverBits(logits, targets, isWrong) / logits.length;
}

/** `log(1 + exp(z))` of the logit against the target, so that exp never overflows. */
function crossEntropy(logit: number, target: number): number {
  const against = target === 1 ? -logit : logit;
  return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
}

function isWrong(logit: number, target: number): number {
  return logit > 0 === (target === 1) ? 0 : 1;
}

function sumOverBits(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  of: (logit: number, target: number) => number,
): number {
  let sum = 0;
  for (let e = 0; e < logits.length; e++) sum += of(logits[e]!, targets[e]!);
  return sum;
}

function assertBits(
  where: string,
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  batchSize: number,
  targetChannels: number,
): void {
  assertInteger(where, 'batchSize', batchSize, 1);
  const group = batchSize * targetChannels;
  if (!(logits.length > 0) || logits.length % group !== 0) {
    const rule = `have a length that is a positive multiple of ${group}`;
    throw new InvalidArgumentError({ where, argument: 'logits', value: logits, rule });
  }
  if (targets.length !== logits.length) {
    const rule = `have ${logits.length} elements, as logits`;
    throw new InvalidArgumentError({ where, argument: 'targets', value: targets, rule });
  }
  for (let e = 0; e < logits.length; e++) {
    const [logit, target] = [logits[e], targets[e]];
    if (typeof logit !== 'number' || Number.isNaN(logit)) {
      throw new InvalidArgumentError({ where, argument: `logits[${e}]`, value: logit, rule: 'be a number' });
    }
    if (target !== 0 && target !== 1) {
      throw new InvalidArgumentError({ where, argument: `targets[${e}]`, value: target, rule: 'be 0 or 1' });
    }
  }
}
