import { defaultNoiseScale } from '@unsaturate/core';
import { type Arm, armActivations } from '@unsaturate/train';

/** Whether an arm has noise, whose scale is c. */
export function hasNoise(arm: Arm): boolean {
  return armActivations(arm).tanh.variant !== 'none';
}

/** Whether alpha has an effect in an arm: the share of the nonlinearity in eq. 11-13 of Gulcehre et al. 2016. */
export function hasAlpha(arm: Arm): boolean {
  return arm === 'nan' || arm === 'nah';
}

/** c of an arm unless the user says otherwise; 0 without noise. */
export function usualNoiseScale(arm: Arm): number {
  return defaultNoiseScale[armActivations(arm).tanh.variant];
}
