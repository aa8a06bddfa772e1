import { inverseSqrt } from '@unsaturate/schedulers';
import type { Arm as Activations, PositionSchedule } from '@unsaturate/train';
import type { Arm } from '../../experiment/experiment.ts';
import type { CountingSettings } from './settings.ts';

/** An arm of the experiment, and what sets it apart from the others. */
export interface CountingArm extends Arm {
  readonly activations: Activations;
  /** Whether the noise scale c falls from a high value. */
  readonly annealed: boolean;
  /** Whether sequences are short at first. */
  readonly curriculum: boolean;
}

function arm(
  name: string,
  description: string,
  activations: Activations,
  { annealed = false, curriculum = false }: { annealed?: boolean; curriculum?: boolean } = {},
  error?: number,
): CountingArm {
  const published = error === undefined ? {} : { published: { 'test error': error } };
  return { name, description, activations, annealed, curriculum, ...published };
}

/** All arms; the errors are those of table 5. */
export const countingArms = [
  arm('reference', 'sigmoid and tanh', 'soft', {}, 33.28),
  arm('hard', 'hard-sigmoid and hard-tanh without noise', 'hard'),
  arm('nan', 'normal noise of a constant scale', 'nan', {}, 31.12),
  arm('curriculum', 'sigmoid and tanh, short sequences first', 'soft', { curriculum: true }, 14.83),
  arm('nan-annealed', 'normal noise of a falling scale', 'nan', { annealed: true }, 9.53),
  arm('nanil-annealed', 'learned noise at the input, of a falling scale', 'nanil', { annealed: true }, 20.94),
  arm('nan-annealed-curriculum', 'normal noise of a falling scale, short sequences first', 'nan', {
    annealed: true,
    curriculum: true,
  }),
] as const satisfies readonly CountingArm[];

/** The noise scale c of an arm: `max(floor, from / sqrt(t + 1))`, t a step of so many updates, where it is annealed. */
export function noiseScaleOf(
  { annealed }: CountingArm,
  { noiseScale, annealingFrom, annealingPeriod }: CountingSettings,
): PositionSchedule {
  if (!annealed) return () => noiseScale;
  const scale = inverseSqrt({ initial: annealingFrom, floor: noiseScale, period: annealingPeriod });
  return ({ update }) => scale(update);
}

/** Length of the sequences of batch n: in an arm with a curriculum it grows in a straight line. */
export function lengthOf(
  { curriculum }: CountingArm,
  { length, updates, curriculumFrom, curriculumShare }: CountingSettings,
): (n: number) => number {
  if (!curriculum) return () => length;
  const growing = updates * curriculumShare;
  return (n) => curriculumFrom + Math.floor(Math.min(n / growing, 1) * (length - curriculumFrom));
}
