import { assertKnownKeys, InvalidArgumentError } from '@unsaturate/core';
import { assertInteger } from '../streams/checks.ts';
import type { DrawInteger } from '../streams/draws.ts';

/** How hard a program is. */
export interface Hardness {
  /** Literals are uniform on 1 to 10^length; factors and loops go up to 4 length. */
  readonly length: number;
  /** Number of operations, each on the result of the one before. */
  readonly nesting: number;
}

/**
 * Which programs are trained on at a stage of a curriculum, on the way to a target:
 *
 * - `baseline`: those of the target, always
 * - `naive`: those of the stage
 * - `mix`: length uniform on 1 to the target's, and so nesting
 * - `combined`: `mix` one time in five, `naive` else; called `blend` in the authors' code
 */
export type ProgramCurriculum = 'baseline' | 'naive' | 'mix' | 'combined';

/** All of them. */
export const programCurricula: readonly ProgramCurriculum[] = ['baseline', 'naive', 'mix', 'combined'];

/** The stage a curriculum begins with. */
export const easiestPrograms: Hardness = { length: 1, nesting: 1 };

/** Names of variables, of which an operation takes at most one. */
export const variableNames = 'abcdefghij';

/**
 * The next stage of a curriculum: length + 1 up to the target's, then length 1 and nesting + 1; undefined at the target.
 *
 * @throws {@link InvalidArgumentError} for a target that is none, and a stage beyond it.
 *
 * @example
 * ```ts
 * harderPrograms({ length: 6, nesting: 1 }, { length: 6, nesting: 3 }) // => { length: 1, nesting: 2 }
 * ```
 */
export function harderPrograms(stage: Hardness, target: Hardness): Hardness | undefined {
  assertHardness('harderPrograms', 'target', target);
  const { length, nesting } = checkedStage('harderPrograms', stage, target);
  if (length < target.length) return { length: length + 1, nesting };
  return nesting < target.nesting ? { length: 1, nesting: nesting + 1 } : undefined;
}

/** What draws the hardness of a program, and again that of each of its numbers. */
export function hardnessDraws(
  curriculum: ProgramCurriculum,
  stage: Hardness,
  target: Hardness,
  draw: DrawInteger,
): () => Hardness {
  const mixed = (): Hardness => ({ length: 1 + draw(target.length), nesting: 1 + draw(target.nesting) });
  const draws: Readonly<Record<ProgramCurriculum, () => Hardness>> = {
    baseline: () => target,
    naive: () => stage,
    mix: mixed,
    combined: () => (draw(5) === 0 ? mixed() : stage),
  };
  return draws[curriculum];
}

/** No value of a program is further from 0: an operation adds a literal, or multiplies by up to 4 length and adds one. */
export function largestValue({ length, nesting }: Hardness): number {
  return 10 ** length * (4 * length + 1) ** nesting;
}

/** Throws an InvalidArgumentError unless programs of this hardness can be written, and their values are exact. */
export function assertHardness(where: string, argument: string, hardness: unknown): void {
  assertKnownKeys(where, argument, hardness, ['length', 'nesting']);
  const { length, nesting } = hardness as Hardness;
  assertInteger(where, `${argument}.length`, length, 1);
  assertInteger(where, `${argument}.nesting`, nesting, 1, variableNames.length);
  if (largestValue({ length, nesting }) <= Number.MAX_SAFE_INTEGER) return;
  throw new InvalidArgumentError({
    where,
    argument,
    value: hardness,
    rule: 'keep 10^length (4 length + 1)^nesting below 2^53, so that all values are exact',
    advice: 'Take a smaller length, or fewer operations.',
  });
}

/** The hardness of a stage; throws an InvalidArgumentError unless it is on the way to a target. */
export function checkedStage(where: string, stage: unknown, target: Hardness): Hardness {
  if (typeof stage !== 'object' || stage === null) {
    throw new InvalidArgumentError({
      where,
      argument: 'stage',
      value: stage,
      rule: 'be a stage with length and nesting',
      advice: "Give train a curriculum of such stages, or take the curriculum 'baseline' or 'mix'.",
    });
  }
  const { length, nesting } = stage as Partial<Hardness>;
  assertInteger(where, 'stage.length', length, 1, target.length);
  assertInteger(where, 'stage.nesting', nesting, 1, target.nesting);
  return { length, nesting };
}
