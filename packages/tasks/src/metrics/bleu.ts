import { assertKnownKeys, assertOneOf, InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';

/** What {@link bleu} finds. */
export interface Bleu {
  /** BLEU with n-grams up to n, at index n - 1; from 0 to 1. */
  readonly scores: readonly number[];
  /** exp(1 - r / c) where the candidates are shorter than the references, else 1. */
  readonly brevityPenalty: number;
}

/** How {@link bleu} counts. */
export interface BleuOptions {
  /** Longest n-gram, an integer >= 1. Default 4. */
  readonly maxLength?: number;
  /**
   * What stands for p_m where no m-gram matches. `none`: 0, the default. `exponential`: the k-th such m, from the shortest,
   * has `1 / (2^k N_m)`, N_m the number of m-grams of the candidates.
   */
  readonly smoothing?: 'none' | 'exponential';
}

/**
 * BLEU of a corpus:
 *
 *     BLEU_n = BP exp(1/n sum_(m <= n) log p_m),   BP = min(1, exp(1 - r / c))
 *
 * where p_m is the share of m-grams of the candidates that are in a reference, each counted at most as often as in the one
 * reference that has it most often; c is the length of all candidates, r that of the references closest to them in length,
 * the shorter one of two. Without smoothing it is 0 where no m-gram matches; with it, where no word does, and where the
 * candidates have no m-grams at all.
 *
 * With exponential smoothing and the words of {@link tokenize13a} it is what sacreBLEU reports by default.
 *
 * @param candidates - Words of each candidate.
 * @param references - Words of the references of each candidate, at least one.
 * @throws {@link InvalidArgumentError} for no candidates, a candidate without references, and options out of range.
 * @see Papineni, Roukos, Ward and Zhu 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation"; Post 2018,
 * "A Call for Clarity in Reporting BLEU Scores"; Chen and Cherry 2014, smoothing 3.
 *
 * @example
 * ```ts
 * bleu([['a', 'dog', 'runs']], [[['a', 'dog', 'is', 'running'], ['a', 'dog', 'runs']]], { maxLength: 2 }).scores // => [1, 1]
 * ```
 */
export function bleu(
  candidates: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  options: BleuOptions = {},
): Bleu {
  checkPairs(candidates, references);
  const { maxLength, smoothing } = checkedOptions(options);
  const lengths = { candidates: 0, references: 0 };
  candidates.forEach((candidate, i) => {
    lengths.candidates += candidate.length;
    lengths.references += closestLength(candidate.length, references[i]!);
  });
  const brevityPenalty =
    lengths.candidates === 0 ? 0 : Math.min(1, Math.exp(1 - lengths.references / lengths.candidates));
  const counts = Array.from({ length: maxLength }, (_, i) => countMatches(candidates, references, i + 1));
  const logs = precisions(counts, smoothing).map(Math.log);
  const scores = logs.map((_, i) => {
    const mean = logs.slice(0, i + 1).reduce((sum, each) => sum + each, 0) / (i + 1);
    return brevityPenalty * Math.exp(mean);
  });
  return { scores, brevityPenalty };
}

/** n-grams of one length. */
interface Matches {
  /** Those of the candidates that their references have. */
  readonly matching: number;
  /** All of the candidates. */
  readonly all: number;
}

function precisions(counts: readonly Matches[], smoothing: 'none' | 'exponential'): number[] {
  const smoothed = smoothing === 'exponential' && counts.some(({ matching }) => matching > 0);
  let misses = 0;
  return counts.map(({ matching, all }) => {
    if (all === 0) return 0;
    if (matching > 0 || !smoothed) return matching / all;
    misses++;
    return 1 / (2 ** misses * all);
  });
}

function countMatches(
  candidates: readonly (readonly string[])[],
  references: readonly (readonly (readonly string[])[])[],
  n: number,
): Matches {
  let matching = 0;
  let all = 0;
  candidates.forEach((candidate, i) => {
    const most = references[i]!.map((reference) => nGrams(reference, n));
    for (const [gram, count] of nGrams(candidate, n)) {
      matching += Math.min(count, Math.max(...most.map((counts) => counts.get(gram) ?? 0)));
      all += count;
    }
  });
  return { matching, all };
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

function checkedOptions(options: BleuOptions): Required<BleuOptions> {
  const where = 'bleu';
  assertKnownKeys(where, 'options', options, ['maxLength', 'smoothing']);
  const { maxLength = 4, smoothing = 'none' } = options;
  assertInteger(where, 'maxLength', maxLength, 1);
  assertOneOf(where, 'smoothing', smoothing, ['none', 'exponential']);
  return { maxLength, smoothing };
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
