import { assertObject, InvalidArgumentError } from '@unsaturate/core';
import type { Cell } from './cell.ts';

/** Throws unless `cell` has what every cell must have, and what it may have is of the right kind. */
export function checkCell(where: string, cell: unknown): void {
  assertObject(where, 'cell', cell);
  const given: Partial<Record<keyof Cell, unknown>> = cell;
  const { name, sites, constants = [], input, params, state, sizes, step } = given;
  check(where, 'name', name, 'be a string, not empty', typeof name === 'string' && name !== '');
  for (const [key, value] of Object.entries({ sites, constants }))
    check(where, key, value, 'be an array of strings', isStrings(value));
  for (const [key, value] of Object.entries({ params, state, step }))
    check(where, key, value, 'be a function', typeof value === 'function');
  for (const [key, value] of Object.entries({ input, sizes }))
    check(where, key, value, 'be a function or left out', ['function', 'undefined'].includes(typeof value));
}

function check(where: string, key: string, value: unknown, rule: string, holds: boolean): void {
  if (!holds) throw new InvalidArgumentError({ where, argument: `cell.${key}`, value, rule });
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
