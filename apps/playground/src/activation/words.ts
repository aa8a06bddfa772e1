import type { BaseName, NanilForm, Variant } from '@unsaturate/core';

/** The bases as they are called, and a sentence on each. */
export const baseNames: Readonly<Record<BaseName, string>> = {
  hardTanh: 'hard tanh',
  hardSigmoid: 'hard sigmoid',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  kerasHardSigmoid: 'hard sigmoid of Keras',
};

/** What a base does. */
export const baseWords: Readonly<Record<BaseName, string>> = {
  hardTanh: 'A straight line from -1 to 1, cut off outside: there it has no slope at all.',
  hardSigmoid: 'A straight line from 0 to 1, used for gates that are shut or open, cut off outside.',
  tanh: 'Bends smoothly towards -1 and 1; its slope dwindles outside.',
  sigmoid: 'Bends smoothly towards 0 and 1, used for gates that are shut or open.',
  kerasHardSigmoid: 'A hard sigmoid that is a little less steep, as Keras and TensorFlow.js have it.',
};

/** The variants by the names of the paper, with what they are. */
export const variantNames: Readonly<Record<Variant, string>> = {
  none: 'none',
  NAN: 'NAN: normal, on the output',
  NAH: 'NAH: half-normal, on the output',
  NANI: 'NANI: fixed, on the input',
  NANIL: 'NANIL: learned, on the input',
  NANIS: 'NANIS: if saturated, on the input',
};

/** What a variant does. */
export const variantWords: Readonly<Record<Variant, string>> = {
  none: 'The plain function. Where it is flat, a network can learn nothing from this unit.',
  NAN: 'Where the unit is saturated its output is noisy, in both directions; the further out, the more.',
  NAH: 'Where the unit is saturated its output is pushed in one direction, by random amounts; the further out, the more.',
  NANI: 'The input is noisy everywhere, by the same amount. At test time there is no noise.',
  NANIL:
    'The input is noisy where the unit is saturated, by an amount that is learned. At test time there is no noise.',
  NANIS: 'The input is noisy where the unit is saturated, by a fixed amount. At test time there is no noise.',
};

/** The forms of NANIL. */
export const formNames: Readonly<Record<NanilForm, string>> = {
  equation9: 'as the paper says (equation 9)',
  authors: "as the authors' code computes it",
};

/** What c does in a variant. */
export function scaleWords(variant: Variant): string {
  return variant === 'NANI' || variant === 'NANIS'
    ? 'How loud the noise is: the standard deviation of what is added to the input.'
    : 'How loud the noise can get. Training often begins with much, up to 30, and turns it down: that is annealing.';
}

/** What p does in a variant. */
export function slopeWords(variant: Variant, form: NanilForm): string {
  const grows = 'How fast the noise grows outside the linear part. Every unit learns a p of its own.';
  return variant === 'NANIL' && form === 'authors'
    ? `${grows} Here its sign matters: below 0 there is little noise.`
    : `${grows} At 0 there is no noise; the sign makes no difference.`;
}

/** What a unit computes at test time is called: its mean, but with noise at the input it is no mean. */
export function testTimeName(variant: Variant): string {
  return variant === 'NAN' || variant === 'NAH' ? 'mean' : 'at test time';
}
