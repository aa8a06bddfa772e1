import { choiceField, type Fields, wholeField } from '../address/fields.ts';

/** The tasks, in their order. */
export const taskNames = ['counting', 'recall'] as const;
export type TaskName = (typeof taskNames)[number];

/** How much of an experiment is run. */
const sizeNames = ['quick', 'paper'] as const;
export type SizeName = (typeof sizeNames)[number];

/** The systems that can race, by the names of the experiments. */
export const armNames = {
  counting: [
    'reference',
    'hard',
    'nan',
    'curriculum',
    'nan-annealed',
    'nanil-annealed',
    'nan-annealed-curriculum',
  ],
  recall: ['regular', 'hard', 'nan', 'nan-annealed'],
} as const;
export type ArmName = (typeof armNames)[TaskName][number];

/** Which race; plain data that stands in the address. */
export interface RaceState {
  readonly task: TaskName;
  readonly first: ArmName;
  readonly second: ArmName;
  readonly size: SizeName;
  readonly seed: number;
}

/** As the view opens. */
export const defaultRace: RaceState = {
  task: 'counting',
  first: 'reference',
  second: 'nan-annealed',
  size: 'quick',
  seed: 1,
};

const anyArm = [...new Set([...armNames.counting, ...armNames.recall])];

/** How the state stands in the address. */
export const raceFields: Fields<RaceState> = {
  task: choiceField(taskNames),
  first: choiceField(anyArm),
  second: choiceField(anyArm),
  size: choiceField(sizeNames),
  seed: wholeField(1, 1e6),
};

/** The arms of a task. */
export function armsOf(task: TaskName): readonly ArmName[] {
  return armNames[task];
}

/** The race with arms that its task has: an arm of the other task gives way to the plain or the annealed one. */
export function withArmsOfTask(race: RaceState): RaceState {
  const arms = armsOf(race.task);
  const fitting = (arm: ArmName, otherwise: ArmName): ArmName => (arms.includes(arm) ? arm : otherwise);
  return {
    ...race,
    first: fitting(race.first, arms[0]!),
    second: fitting(race.second, 'nan-annealed'),
  };
}

/** Whether an arm has noise. */
export function isNoisy(arm: ArmName): boolean {
  return arm.startsWith('nan');
}

/** Whether an arm begins with short examples. */
export function isShortAtFirst(arm: ArmName): boolean {
  return arm.endsWith('curriculum');
}
