import type { Arm } from '../../experiment/experiment.ts';
import type { HiddenUnits } from '../mlp/hidden-units.ts';

/** An arm of the experiment, and what its hidden units are. */
export interface MnistArm extends Arm {
  readonly units: Omit<HiddenUnits, 'alpha'>;
}

const noisy = {
  base: 'hardTanh',
  variant: 'NAN',
  distribution: 'normal',
  learnedSlope: true,
} as const satisfies MnistArm['units'];
const plain = { ...noisy, variant: 'none', learnedSlope: false } as const;

/** The curves of figure 5. */
export const mnistArms = [
  {
    name: 'tanh',
    description: 'tanh',
    units: { ...plain, base: 'tanh' },
    published: { 'training nll': 0.012 },
  },
  {
    name: 'hard-tanh',
    description: 'hard-tanh without noise',
    units: plain,
    published: { 'training nll': 0.0095 },
  },
  {
    name: 'half-normal',
    description: 'NAH: hard-tanh with half-normal noise',
    units: { ...noisy, variant: 'NAH' },
  },
  { name: 'normal', description: 'NAN: hard-tanh with normal noise', units: noisy },
  {
    name: 'laplace',
    description: 'hard-tanh with Laplace noise in the place of normal noise',
    units: { ...noisy, distribution: 'laplace' },
  },
  {
    name: 'normal-no-p',
    description: 'NAN without p: the slope of the noise scale stays 1',
    units: { ...noisy, learnedSlope: false },
  },
] as const satisfies readonly MnistArm[];
