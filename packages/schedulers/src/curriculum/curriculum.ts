import {
  assertKnownKeys,
  assertNumber,
  assertOneOf,
  InvalidArgumentError,
  positiveInteger,
} from '../errors.ts';

/** How hard an example is, on two axes from 1 up; for programs, digits of a literal and depth of nesting. */
export interface Difficulty {
  readonly length: number;
  readonly nesting: number;
}

/**
 * What an example is drawn from, given the target difficulty (L, N) and the current one (l, n).
 *
 * | kind | name in the code of "Learning to Execute" | difficulty of an example |
 * | --- | --- | --- |
 * | 'baseline' | baseline | (L, N) |
 * | 'naive' | naive | (l, n) |
 * | 'mix' | mix | length uniform on 1..L, nesting uniform on 1..N |
 * | 'combined' | blend | as 'mix' with probability 1/5, as 'naive' otherwise |
 */
export type CurriculumKind = 'baseline' | 'naive' | 'mix' | 'combined';

const kinds: readonly CurriculumKind[] = ['baseline', 'naive', 'mix', 'combined'];

/** Share of examples that 'combined' draws as 'mix' does. */
const mixedShare = 0.2;

/** What stays fixed about a curriculum. */
export interface CurriculumOptions {
  readonly kind: CurriculumKind;
  /** Target length L, an integer of at least 1. */
  readonly length: number;
  /** Target nesting N, an integer of at least 1; 1, the default, for a task with one axis only. */
  readonly nesting?: number;
}

/** Which examples to draw, and how they become harder; made by {@link curriculum}. */
export interface Curriculum {
  /** The easiest difficulty, (1, 1). The current difficulty is the whole state, plain JSON, and the caller's to keep. */
  readonly initial: Difficulty;
  /**
   * Difficulty of one example. `random` gives uniform numbers from 0 up to, but without, 1, like `Math.random`; it is
   * called twice for 'mix', one to three times for 'combined', else never. Throws an `InvalidArgumentError` for a
   * number outside that range.
   */
  readonly sample: (current: Difficulty, random: () => number) => Difficulty;
  /** One step harder: length + 1 up to L, then length 1 and nesting + 1. The target difficulty stays as it is. */
  readonly advance: (current: Difficulty) => Difficulty;
  /** Whether the target difficulty is reached. */
  readonly isFinal: (current: Difficulty) => boolean;
}

/**
 * A curriculum over two axes of difficulty. Zaremba and Sutskever 2014, "Learning to Execute", and its code.
 *
 * All kinds advance alike; the current difficulty of 'baseline' and 'mix' counts for validation and for the end only.
 *
 * @throws {@link InvalidArgumentError} for an unknown kind, or a target that is not an integer of at least 1.
 *
 * @example
 * ```ts
 * const programs = curriculum({ kind: 'combined', length: 6, nesting: 3 });
 * const current = programs.advance(programs.initial); // => { length: 2, nesting: 1 }
 * programs.sample(current, Math.random) // mostly { length: 2, nesting: 1 }
 * ```
 */
export function curriculum(options: CurriculumOptions): Curriculum {
  const where = 'curriculum';
  assertKnownKeys(where, options, ['kind', 'length', 'nesting']);
  const { kind, length, nesting = 1 } = options;
  assertOneOf(where, 'kind', kind, kinds);
  assertNumber(where, 'length', length, positiveInteger);
  assertNumber(where, 'nesting', nesting, positiveInteger);
  const mixed = (random: () => number): Difficulty => ({
    length: 1 + Math.floor(uniform(random) * length),
    nesting: 1 + Math.floor(uniform(random) * nesting),
  });
  const sample: Record<CurriculumKind, Curriculum['sample']> = {
    baseline: () => ({ length, nesting }),
    naive: (current) => current,
    mix: (_, random) => mixed(random),
    combined: (current, random) => (uniform(random) < mixedShare ? mixed(random) : current),
  };
  const isFinal = (current: Difficulty): boolean => current.length >= length && current.nesting >= nesting;

  return {
    initial: { length: 1, nesting: 1 },
    sample: sample[kind],
    advance(current) {
      if (isFinal(current)) return current;
      return current.length < length
        ? { length: current.length + 1, nesting: current.nesting }
        : { length: 1, nesting: current.nesting + 1 };
    },
    isFinal,
  };
}

function uniform(random: () => number): number {
  const value = random();
  if (!(value >= 0 && value < 1)) {
    const rule = 'be at least 0 and below 1';
    throw new InvalidArgumentError({ where: 'curriculum', argument: 'random()', value, rule });
  }
  return value;
}
