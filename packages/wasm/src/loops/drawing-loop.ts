import type { Instruction, Loop, Plan, Value } from '@unsaturate/scan';

/** A standard normal of a site, drawn where it is used: that of the element's row-major index over all rounds. */
interface Normal {
  readonly op: 'normal';
  readonly site: number;
}

/** A value of a loop, which may be drawn in it. */
export type LoopValue = Value | Normal;

/**
 * A loop that may draw noise. If it does, its innermost dimension is a multiple of four and not the outermost one, and
 * it is not over all time steps.
 */
export interface DrawingLoop extends Omit<Loop, 'values'> {
  readonly values: readonly LoopValue[];
}

/** Normals that are drawn at once, of which the last four of a row may be for nothing. */
export const drawnAtOnce = 8;

/** An instruction whose loops may draw noise. */
export type DrawingInstruction = Exclude<Instruction, Loop> | DrawingLoop;

/** A phase whose loops may draw noise. */
type DrawingPhase = Readonly<Record<keyof Plan['forward'], readonly DrawingInstruction[]>>;

/** A plan whose loops may draw noise. */
export interface DrawingPlan extends Omit<Plan, 'forward' | 'backward'> {
  readonly forward: DrawingPhase;
  readonly backward: DrawingPhase | null;
}

/** Whether a loop draws noise. */
export function draws({ values }: DrawingLoop): boolean {
  return values.some(({ op }) => op === 'normal');
}

/** The values that a value is computed from. */
export function argsOf(value: LoopValue): readonly number[] {
  return 'args' in value ? value.args : [];
}
