import { assertOneOf, InvalidArgumentError } from '@unsaturate/core';
import { armNames, type Experiment } from '../experiment/experiment.ts';
import { experiments } from './index.ts';

/** The experiment of a name; throws an InvalidArgumentError that lists all names for another. */
export function findExperiment(where: string, name: string): Experiment {
  assertOneOf(
    where,
    'EXPERIMENT',
    name,
    experiments.map((each) => each.name),
  );
  return experiments.find((each) => each.name === name)!;
}

/** The arms that a command asks for: one, or all; throws an InvalidArgumentError that lists them for another. */
export function chosenArms(where: string, experiment: Experiment, arm: string | undefined): string[] {
  if (arm === undefined) return armNames(experiment);
  assertOneOf(where, '--arm', arm, armNames(experiment));
  return [arm];
}

/** Reads `1,2,3`; throws an InvalidArgumentError unless it is a list of different integers of at least 0. */
export function seedsOption(where: string, text: string): number[] {
  const seeds = text.split(',').map((each) => (/^\d{1,9}$/.test(each.trim()) ? Number(each) : Number.NaN));
  if (!seeds.includes(Number.NaN) && new Set(seeds).size === seeds.length) return seeds;
  const rule = 'be different integers of at least 0, with commas between them, for example 1,2,3';
  throw new InvalidArgumentError({ where, argument: '--seeds', value: text, rule });
}
