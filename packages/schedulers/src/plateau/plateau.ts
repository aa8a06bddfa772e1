import {
  assertKnownKeys,
  assertNumber,
  assertOneOf,
  atLeast,
  finite,
  positiveInteger,
  share,
  unitInterval,
} from '../errors.ts';

/** How {@link plateau} reacts. */
export interface PlateauOptions {
  /** What the multiplier is multiplied by at each reduction, above 0 and at most 1. Default 0.1. */
  readonly factor?: number;
  /** Metrics in a row without improvement before a reduction, at least 1. Default 10. */
  readonly patience?: number;
  /** How much better than the best a metric must be to count as an improvement, absolute, at least 0. Default 1e-4. */
  readonly threshold?: number;
  /** Smallest multiplier, from 0 to 1. Default 0. */
  readonly min?: number;
  /** Whether a good metric is a small one, like a loss, or a large one, like an accuracy. Default 'min'. */
  readonly mode?: 'min' | 'max';
}

/** All that a plateau remembers: plain JSON, for a checkpoint. */
export interface PlateauState {
  /** Best metric so far, null before the first. */
  readonly best: number | null;
  /** Metrics in a row without improvement since the last reduction. */
  readonly stale: number;
  /** Reductions so far. */
  readonly reductions: number;
}

/** A multiplier driven by a metric; made by {@link plateau}. */
export interface Plateau {
  /** The state before the first metric. */
  readonly initial: PlateauState;
  /** The state after one more metric. Throws an `InvalidArgumentError` for one that is not finite. */
  readonly next: (state: PlateauState, metric: number) => PlateauState;
  /** The multiplier, `max(min, factor^reductions)`; 1 at first. */
  readonly value: (state: PlateauState) => number;
}

/**
 * Reduces a value when a metric stops improving: after `patience` metrics in a row that are not better than the best by
 * more than `threshold`, the multiplier falls to `max(min, factor * multiplier)` and the count starts again.
 *
 * Pure: the state is the caller's to keep.
 *
 * @throws {@link InvalidArgumentError} for an option outside its range.
 *
 * @example
 * ```ts
 * const rule = plateau({ factor: 0.5, patience: 2 });
 * const state = [3, 2, 2, 2].reduce(rule.next, rule.initial);
 * rule.value(state) // => 0.5
 * ```
 */
export function plateau(options: PlateauOptions = {}): Plateau {
  const where = 'plateau';
  assertKnownKeys(where, options, ['factor', 'patience', 'threshold', 'min', 'mode']);
  const { factor = 0.1, patience = 10, threshold = 1e-4, min = 0, mode = 'min' } = options;
  assertNumber(where, 'factor', factor, share);
  assertNumber(where, 'patience', patience, positiveInteger);
  assertNumber(where, 'threshold', threshold, atLeast(0));
  assertNumber(where, 'min', min, unitInterval);
  assertOneOf(where, 'mode', mode, ['min', 'max']);
  const gain = (metric: number, best: number): number => (mode === 'min' ? best - metric : metric - best);

  return {
    initial: { best: null, stale: 0, reductions: 0 },
    next({ best, stale, reductions }, metric) {
      assertNumber(where, 'metric', metric, finite);
      if (best === null || gain(metric, best) > threshold) return { best: metric, stale: 0, reductions };
      if (stale + 1 < patience) return { best, stale: stale + 1, reductions };
      return { best, stale: 0, reductions: reductions + 1 };
    },
    value: ({ reductions }) => Math.max(min, factor ** reductions),
  };
}
