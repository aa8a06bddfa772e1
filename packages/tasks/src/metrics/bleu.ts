import { InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';

/** What {@link bleu} finds. */
export interface Bleu {
  /** BLEU with n-grams up to n, at index n - 1; from 0 to 1. */
  readonly scores: readonly number[];
  /** exp(1 - r / c) where the candidates are shorter than the references, else 1. */
  readonly brevityPenalty: number;
}

/**
 * BLEU of a corpus, without smoothing:
 *
 *     BLEU_n = BP exp(1/n sum_(m <= n) log p_m),   BP = min(1, exp(1 - r / c))
 *
 * where p_m is the share of m-grams of the candidates that are in a reference, each counted at most as often as in the one
 * reference that has it most often; c is the length of all candidates, r that of the references closest to them in length,
 * the shorter one of two. It is 0 where no m-gram matches.
 *
 * @param candidates - Words of each candidate.
 * @param references - Words of the references of each candidate, at least one.
 * @param maxLength - Longest n-gram.
 * @throws {@link InvalidArgumentError} for no candidates, and a candidate without references.
 * @see Papineni, Roukos, Ward and Zhu 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation".
 *
 * @example
 * ```ts
 * bleu([['a', 'dog', 'runs']], [[['a', 'dog', 'is', 'running'], ['a', 'dog', 'runs']]], 2).scores // => [1, 1]
 * ```
 */
export function bleu(
  candidates: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  maxLength = 4,
): Bleu {
  checkPairs(candidates, references);
  assertInteger('bleu', 'maxLength', maxLength, 1);
  const lengths = { candidates: 0, references: 0 };
  candidates.forEach((candidate, i) => {
    lengths.candidates += candidate.length;
    lengths.references += closestLength(candidate.length, references[i]!);
  });
  const brevityPenalty =
    lengths.candidates === 0 ? 0 : Math.min(1, Math.exp(1 - lengths.references / lengths.candidates));
  const logs = Array.from({ length: maxLength }, (_, i) =>
    Math.log(precision(candidates, references, i + 1)),
  );
  const scores = logs.map((_, i) => {
    const mean = logs.slice(0, i + 1).reduce((sum, each) => sum + each, 0) / (i + 1);
    return brevityPenalty * Math.exp(mean);
  });
  return { scores, brevityPenalty };
}

/** Share of the n-grams of all candidates that their references have. */
function precision(
  candidates: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  n: number,
): number {
  let matching = 0;
  let all = 0;
  candidates.forEach((candidate, i) => {
    const most = references[i]!.map((reference) => nGrams(reference, n));
    for (const [gram, count] of nGrams(candidate, n)) {
      matching += Math.min(count, Math.max(...most.map((counts) => counts.get(gram) ?? 0)));
      all += count;
    }
  });
  return all === 0 ? 0 : matching / all;
}

/** How often each n-gram comes. */
function nGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function closestLength(length: number, references: readonly (readonly string[])[]): number {
  const distance = (each: number): number => Math.abs(each - length);
  return references
    .map((reference) => reference.length)
    .reduce((best, each) =>
      distance(each) < distance(best) || (distance(each) === distance(best) && each < best) ? each : best,
    );
}

function checkPairs(candidates: readonly unknown[], references: readonly (readonly unknown[])[]): void {
  const where = 'bleu';
  if (candidates.length === 0) {
    const rule = 'have at least one candidate';
    throw new InvalidArgumentError({ where, argument: 'candidates', value: candidates, rule });
  }
  if (references.length !== candidates.length) {
    const rule = `have references of each of the ${candidates.length} candidates`;
    throw new InvalidArgumentError({ where, argument: 'references.length', value: references.length, rule });
  }
  const bare = references.findIndex((each) => each.length === 0);
  if (bare >= 0) {
    const rule = 'have at least one reference';
    throw new InvalidArgumentError({ where, argument: `references[${bare}]`, value: [], rule });
  }
}
