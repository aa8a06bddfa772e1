import { easiestPrograms, type Hardness, harderPrograms } from '@unsaturate/tasks';
import type { CurriculumRule } from '@unsaturate/train';
import type { LteSettings } from './settings.ts';

/** Where a run is: the programs it learns, and what decides when it goes on to harder ones. */
interface Stage extends Hardness {
  /** Factor of the learning rate, which falls once there are no harder programs. */
  readonly rate: number;
  /** Training accuracies of the epochs of this level, the last five, beginning with that which led here. */
  readonly accuracies: readonly number[];
}

/**
 * The rule of the authors' code: programs become harder when the validation accuracy is above `targetAccuracy`, or the
 * training accuracy below that of five epochs ago. At the target the learning rate is multiplied by 0.8 instead.
 */
export function harderWhenLearned({ target, targetAccuracy }: LteSettings): CurriculumRule<Stage> {
  return {
    initial: { ...easiestPrograms, rate: 1, accuracies: [] },
    next(stage, { training, validation }) {
      const accuracy = training.accuracy!;
      const before = stage.accuracies.at(-5);
      const isDone = validation!.accuracy! > targetAccuracy || (before !== undefined && before > accuracy);
      if (!isDone) return { ...stage, accuracies: [...stage.accuracies, accuracy].slice(-5) };
      const next = harderPrograms({ length: stage.length, nesting: stage.nesting }, target);
      const rate = next ? stage.rate : stage.rate * 0.8;
      return { ...(next ?? stage), rate, accuracies: [accuracy] };
    },
    learningRate: ({ rate }) => rate,
  };
}

/** Levels from 1: all lengths of nesting 1, then all of nesting 2, and so on. */
export function levelOf({ length, nesting }: Hardness, target: Hardness): number {
  return (nesting - 1) * target.length + length;
}

/** The hardness of a level. */
export function hardnessOf(level: number, target: Hardness): Hardness {
  const before = level - 1;
  return { length: 1 + (before % target.length), nesting: 1 + Math.floor(before / target.length) };
}
