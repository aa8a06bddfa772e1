import { InvalidArgumentError } from '@unsaturate/core';

/** Reads an option that must be an integer of at least `least`. */
export function integerOption(where: string, name: string, text: string, least: number): number {
  const isValid = (value: number): boolean => Number.isSafeInteger(value) && value >= least;
  return read(where, name, text, isValid, `be an integer of at least ${least}`);
}

/** Reads an option that must be a finite number. */
export function finiteOption(where: string, name: string, text: string): number {
  return read(where, name, text, Number.isFinite, 'be a finite number');
}

/** Reads an option that must be a finite number of at least 0. */
export function nonNegativeOption(where: string, name: string, text: string): number {
  const isValid = (value: number): boolean => value >= 0 && value < Infinity;
  return read(where, name, text, isValid, 'be a number of at least 0');
}

/** Reads an option that must be a finite number above 0. */
export function positiveOption(where: string, name: string, text: string): number {
  const isValid = (value: number): boolean => value > 0 && value < Infinity;
  return read(where, name, text, isValid, 'be a number above 0');
}

function read(
  where: string,
  name: string,
  text: string,
  isValid: (value: number) => boolean,
  rule: string,
): number {
  const value = Number(text);
  if (text.trim() !== '' && isValid(value)) return value;
  throw new InvalidArgumentError({ where, argument: `--${name}`, value: text, rule });
}
