export {
  curriculum,
  type Curriculum,
  type CurriculumKind,
  type CurriculumOptions,
  type Difficulty,
} from './curriculum/curriculum.ts';
export {
  type Accuracies,
  curriculumTrigger,
  type CurriculumTrigger,
  type CurriculumTriggerOptions,
  type CurriculumTriggerState,
} from './curriculum/trigger.ts';
export { type InvalidArgument, InvalidArgumentError } from './errors.ts';
export { plateau, type Plateau, type PlateauOptions, type PlateauState } from './plateau/plateau.ts';
export { type DecayOptions, exponential, type ExponentialOptions, inverseSqrt } from './schedule/decays.ts';
export { cosine, linear, polynomial, type PolynomialOptions, type RampOptions } from './schedule/ramps.ts';
export type { Schedule } from './schedule/schedule.ts';
export {
  constant,
  join,
  type JoinOptions,
  piecewise,
  type PiecewiseOptions,
  warmup,
  type WarmupOptions,
} from './schedule/sequences.ts';
