import type { BaseName } from '../bases/base.ts';
import { assertFinite, assertKnownKeys, assertOneOf, InvalidArgumentError } from '../errors.ts';

/**
 * Where the noise goes, by the paper's names.
 *
 * | variant | phi(x, xi) | equation |
 * | --- | --- | --- |
 * | 'none' | h(x) | 1-4 |
 * | 'NAN' | alpha h + (1 - alpha) u + d sigma xi | 11-13, normal noise |
 * | 'NAH' | alpha h + (1 - alpha) u + d sigma abs(xi) | algorithm 1, half-normal noise |
 * | 'NANI' | h(x + c xi) | 14 |
 * | 'NANIL' | h(x + sigma xi), sigma learned | 14 and 9 |
 * | 'NANIS' | h(x + c xi) where abs(x) >= threshold, else h(x) | 15 |
 */
export type Variant = 'none' | 'NAN' | 'NAH' | 'NANI' | 'NANIL' | 'NANIS';

/** All variants, 'none' first. */
export const variants: readonly Variant[] = ['none', 'NAN', 'NAH', 'NANI', 'NANIL', 'NANIS'];

/**
 * Scale of the input noise in 'NANIL': `'equation9'` is `c (g(p Delta) - 1/2)^2`;
 * `'authors'` is what the authors' code computes, `c softplus(p |Delta| / (|xi| + 1e-10))`.
 */
export type NanilForm = 'equation9' | 'authors';

/** Both forms. */
export const nanilForms: readonly NanilForm[] = ['equation9', 'authors'];

/**
 * The noise scale c that goes with a variant when none is given.
 *
 * 0.5 for 'NAN', 'NAH' and 'NANIL' and 0.05 for 'NANI' are the paper's (table 3); 0.25 for 'NANIS' is the authors' code.
 */
export const defaultNoiseScale: Readonly<Record<Variant, number>> = {
  none: 0,
  NAN: 0.5,
  NAH: 0.5,
  NANI: 0.05,
  NANIL: 0.5,
  NANIS: 0.25,
};

/** What stays fixed about a noisy activation; `CustomBase` is how the caller's own base is written. */
export interface ActivationOptions<CustomBase> {
  /** Saturating function, by name or the caller's own. Default 'hardTanh'. */
  readonly base?: BaseName | CustomBase;
  /** Where the noise goes. Default 'NAH'. */
  readonly variant?: Variant;
  /**
   * Share of the nonlinearity in 'NAN' and 'NAH' (eq. 11). 1, the default, has mean h; below 1 the unit leaks
   * beyond its bound; above 1 it bends back inside. The other variants do not use it.
   */
  readonly alpha?: number;
  /** Parameterisation of 'NANIL'. Default 'equation9'. */
  readonly form?: NanilForm;
  /** Whether the result is clamped to the range of the base. Default false. */
  readonly clip?: boolean;
}

/** The keys of {@link ActivationOptions}, for functions that take more than these. */
export const activationKeys: readonly (keyof ActivationOptions<unknown>)[] = [
  'base',
  'variant',
  'alpha',
  'form',
  'clip',
];

/** {@link ActivationOptions} with every default filled in and the base looked up. */
export interface ResolvedActivation<CustomBase> {
  readonly base: CustomBase;
  readonly variant: Variant;
  readonly alpha: number;
  readonly form: NanilForm;
  /** The range to clamp to, or null. */
  readonly clipRange: readonly [number, number] | null;
}

/** What every form of a base, scalar or tensor, has in common. */
interface BaseLimits {
  readonly threshold?: number;
  readonly range?: readonly [number, number];
}

/**
 * Checks options and fills in defaults; shared by every implementation of the activations.
 *
 * @param where - Name of the public function, for error messages.
 * @param named - The bases by name, in the form the implementation needs.
 * @throws {@link InvalidArgumentError} for an unknown key, base, variant or form, an alpha that is not finite, 'NANIS' with
 * a base that states no threshold, and output clip with one that states no range.
 */
export function resolveActivation<CustomBase extends BaseLimits>(
  where: string,
  named: Readonly<Record<BaseName, CustomBase>>,
  options: ActivationOptions<CustomBase>,
): ResolvedActivation<CustomBase> {
  assertKnownKeys(where, 'options', options, activationKeys);
  const { variant = 'NAH', alpha = 1, form = 'equation9', clip = false } = options;
  const base = resolveBase(where, named, options.base === undefined ? 'hardTanh' : options.base);
  assertOneOf(where, 'variant', variant, variants);
  assertOneOf(where, 'form', form, nanilForms);
  assertFinite(where, 'alpha', alpha);
  if (variant === 'NANIS') assertThreshold(where, base.threshold);
  return { base, variant, alpha, form, clipRange: clip ? checkedRange(where, base.range) : null };
}

function resolveBase<CustomBase>(
  where: string,
  named: Readonly<Record<BaseName, CustomBase>>,
  base: BaseName | CustomBase,
): CustomBase {
  if (typeof base === 'string') {
    assertOneOf(where, 'base', base, Object.keys(named) as BaseName[]);
    return named[base];
  }
  const isFunction = (of: CustomBase, key: string): boolean =>
    typeof of[key as keyof CustomBase] === 'function';
  const functions = Object.keys(named.tanh as object).filter((key) => isFunction(named.tanh, key));
  if (typeof base !== 'object' || base === null || !functions.every((key) => isFunction(base, key))) {
    const rule = `be the name of a base or an object with the functions ${functions.join(', ')}`;
    throw new InvalidArgumentError({ where, argument: 'base', value: base, rule });
  }
  return base;
}

function assertThreshold(where: string, threshold: number | undefined): void {
  if (threshold !== undefined && threshold > 0 && threshold < Infinity) return;
  const rule = 'be a finite number above 0 for the variant "NANIS"';
  throw new InvalidArgumentError({ where, argument: 'base.threshold', value: threshold, rule });
}

function checkedRange(
  where: string,
  range: readonly [number, number] | undefined,
): readonly [number, number] {
  if (range !== undefined && range[0] < range[1]) return range;
  const rule = 'be [min, max] with min < max for output clip';
  throw new InvalidArgumentError({ where, argument: 'base.range', value: range, rule });
}
