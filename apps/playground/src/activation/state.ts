import {
  type BaseName,
  bases,
  defaultNoiseScale,
  type NanilForm,
  nanilForms,
  type Variant,
  variants,
} from '@unsaturate/core';
import { choiceField, type Fields, flagField, numberField, wholeField } from '../address/fields.ts';

/** What the view shows; plain data that stands in the address. */
export interface ActivationState {
  readonly base: BaseName;
  readonly variant: Variant;
  /** Of 'NANIL' only. */
  readonly form: NanilForm;
  readonly alpha: number;
  /** Whether several alphas are shown side by side, in place of `alpha`. */
  readonly compare: boolean;
  readonly c: number;
  readonly p: number;
  readonly clip: boolean;
  /** The noise of the one draw that is followed. */
  readonly xi: number;
  /** Where numbers are read. */
  readonly x: number;
  /** Which noise the sampled outputs have. */
  readonly draw: number;
}

/** As the view opens. */
export const defaultState: ActivationState = {
  base: 'hardTanh',
  variant: 'NAH',
  form: 'equation9',
  alpha: 1,
  compare: false,
  c: 2,
  p: 2,
  clip: false,
  xi: 1,
  x: 2.5,
  draw: 0,
};

/** What a slider may be set to by typing. */
export const limits = {
  alpha: [0, 3],
  c: [0, 100],
  p: [-100, 100],
  xi: [-5, 5],
  x: [-10, 10],
} as const satisfies Partial<Record<keyof ActivationState, readonly [number, number]>>;

/** How the state stands in the address. */
export const fields: Fields<ActivationState> = {
  base: choiceField(Object.keys(bases) as BaseName[]),
  variant: choiceField(variants),
  form: choiceField(nanilForms),
  alpha: numberField(...limits.alpha),
  compare: flagField,
  c: numberField(...limits.c),
  p: numberField(...limits.p),
  clip: flagField,
  xi: numberField(...limits.xi),
  x: numberField(...limits.x),
  draw: wholeField(0, 1e6),
};

/** Which of the parameters a variant uses. */
export function uses(variant: Variant): {
  readonly alpha: boolean;
  readonly c: boolean;
  readonly p: boolean;
} {
  return {
    alpha: variant === 'NAN' || variant === 'NAH',
    c: variant !== 'none',
    p: variant === 'NAN' || variant === 'NAH' || variant === 'NANIL',
  };
}

/**
 * c that goes with another variant: as it was, unless it means something else there, a standard deviation or a factor.
 */
export function scaleFor(variant: Variant, { variant: before, c }: ActivationState): number {
  const meaning = (of: Variant): string => (uses(of).p ? 'factor' : of === 'none' ? 'nothing' : 'deviation');
  return meaning(variant) === meaning(before) || variant === 'none' ? c : defaultNoiseScale[variant];
}

/** The alphas of figure 4 of the paper. */
export const comparedAlphas = [0.9, 1, 1.1, 1.2] as const;

/** Whether several alphas are to be seen. */
export function isComparing({ compare, variant }: ActivationState): boolean {
  return compare && uses(variant).alpha;
}

/** Starting points by name. */
export const presets: Readonly<Record<string, Partial<ActivationState>>> = {
  'Plain hard tanh: no noise, no slope outside': { variant: 'none' },
  'Half-normal noise': {},
  'Figure 4 of the paper: the influence of alpha': { compare: true, c: 0.5, p: 1 },
  'Loud, as training with annealed noise begins': { variant: 'NAN', c: 30, xi: 0.5 },
  'Noise on the input': { variant: 'NANI', c: 0.25 },
};
