import { assertOneOf, type BaseName, type NanilForm, type Variant } from '@unsaturate/core';

/** How one of the two activations of a cell is made; plain data, so that it can stand in a checkpoint. */
export interface ActivationConfig {
  readonly base: BaseName;
  readonly variant: Variant;
  readonly alpha: number;
  readonly form: NanilForm;
  readonly clip: boolean;
}

/**
 * The systems an experiment compares: 'soft' is sigmoid and tanh, 'hard' the hard functions without noise, the rest
 * the hard functions with the noise of the variant of that name.
 */
export type Arm = 'soft' | 'hard' | 'nan' | 'nah' | 'nani' | 'nanil' | 'nanis';

/** All arms. */
export const arms: readonly Arm[] = ['soft', 'hard', 'nan', 'nah', 'nani', 'nanil', 'nanis'];

/**
 * The activations of an arm: gates (sigmoid) and candidate and output (tanh), as the paper replaces them.
 *
 * @param alpha - Share of the nonlinearity in 'nan' and 'nah'.
 * @throws InvalidArgumentError for an unknown arm.
 * @see Gulcehre et al. 2016, section 6: all sigmoids become noisy hard-sigmoids, all tanh noisy hard-tanh.
 */
export function armActivations(arm: Arm, alpha = 1): { sigmoid: ActivationConfig; tanh: ActivationConfig } {
  assertOneOf('armActivations', 'arm', arm, arms);
  const plain = arm === 'soft' || arm === 'hard';
  const shared = {
    variant: plain ? 'none' : (arm.toUpperCase() as Variant),
    alpha,
    form: 'equation9',
    clip: false,
  } as const;
  return {
    sigmoid: { base: arm === 'soft' ? 'sigmoid' : 'hardSigmoid', ...shared },
    tanh: { base: arm === 'soft' ? 'tanh' : 'hardTanh', ...shared },
  };
}
